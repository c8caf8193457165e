/** FRED of the Federal Reserve Bank of St. Louis: rates of interest. https://fred.stlouisfed.org/docs/api/fred/ */
import { z } from 'zod';
import type { MarketDataProvider, ProviderFailure } from '../../domain/market-data/provider-port.ts';
import { nothingOffered } from './nothing-offered.ts';
import { presentRiskFree } from './present-risk-free.ts';
import { type AdapterParts, createProviderClient } from './provider-client.ts';
import { unsupported } from './provider-failure.ts';
import { addressOf } from './read-values.ts';

const host = 'api.stlouisfed.org';
const rowsMax = 100_000;
/** Constant maturities and bills of the Treasury, the secured overnight rate and federal funds: public domain, in percent a year. */
const rateSeries = /^(DGS(1MO|3MO|6MO|1|2|3|5|7|10|20|30)|DTB(4WK|3|6|1YR)|SOFR|DFF|EFFR)$/;
const observations = z.object({
  units: z.string(),
  observations: z.array(z.object({ date: z.unknown(), value: z.unknown() })),
});
const failure = z.object({ error_code: z.number(), error_message: z.string() });

export function fred(parts: AdapterParts, key: string): MarketDataProvider {
  const client = createProviderClient(parts, {
    provider: 'fred',
    hosts: [host],
    limits: { perMinute: 120 },
    secrets: [key],
    readError: readFailure,
  });
  return {
    ...nothingOffered('fred', {
      riskFreeRates: true,
      key: 'required',
      attribution:
        'This product uses the FRED® API but is not endorsed or certified by the Federal Reserve Bank of St. Louis.',
    }),
    riskFreeRates: (request, signal) =>
      client.answer(async () => {
        if (!rateSeries.test(request.series)) {
          throw unsupported(
            'FRED is asked for rates such as DGS3MO, DGS10, DTB3, SOFR and DFF: others have other units and owners',
          );
        }
        const address = addressOf(host, ['fred', 'series', 'observations'], {
          series_id: request.series,
          observation_start: request.from,
          observation_end: request.to,
          units: 'lin',
          limit: rowsMax,
          file_type: 'json',
          api_key: key,
        });
        const { observations: rows } = await client.json(address, observations, { signal });
        const points = rows.map(({ date, value }) => ({ date, value }));
        return presentRiskFree({ provider: 'fred', request, points, currency: 'USD', now: client.now() });
      }),
  };
}

function readFailure(body: unknown, status: number): ProviderFailure | null {
  const read = failure.safeParse(body);
  if (!read.success || status === 429 || status >= 500) return null;
  const message = `fred: ${read.data.error_message.slice(0, 200)}`;
  if (/api_key/.test(read.data.error_message)) return { kind: 'unauthorised', message: 'fred does not accept the key' };
  if (/does not exist/.test(read.data.error_message)) return { kind: 'not-found', message };
  return { kind: 'answer-invalid', message, quarantined: [] };
}
