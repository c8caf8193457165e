/** European Central Bank: reference rates of the euro, and the euro short-term rate. https://data.ecb.europa.eu/help/api/data */
import type { MarketDataProvider } from '../../domain/market-data/provider-port.ts';
import type { RawPoint } from './check-series.ts';
import { nothingOffered } from './nothing-offered.ts';
import { presentFxSeries, provenanceOf } from './present-history.ts';
import { presentRiskFree } from './present-risk-free.ts';
import { type AdapterParts, createProviderClient } from './provider-client.ts';
import { invalid, unsupported } from './provider-failure.ts';
import { addressOf, readCurrency } from './read-values.ts';

const host = 'data-api.ecb.europa.eu';
/** Series of the database by the names people use. */
const rateSeries: Readonly<Record<string, readonly [flow: string, key: string]>> = {
  ESTR: ['EST', 'B.EU000A2X2A25.WT'],
};

interface CsvRow {
  readonly key: string;
  readonly date: string | undefined;
  readonly value: string | undefined;
}

export function ecb(parts: AdapterParts): MarketDataProvider {
  const client = createProviderClient(parts, { provider: 'ecb', hosts: [host], limits: { perMinute: 30 } });
  const read = async (flow: string, key: string, range: { from: string; to: string }, signal?: AbortSignal) => {
    const parameters = { startPeriod: range.from, endPeriod: range.to, format: 'csvdata', detail: 'dataonly' };
    return readCsv(await client.text(addressOf(host, ['service', 'data', flow, key], parameters), { signal }));
  };
  return {
    ...nothingOffered('ecb', { fxRates: true, riskFreeRates: true }),
    fxRates: (request, signal) =>
      client.answer(async () => {
        if (request.base !== 'EUR') throw unsupported('the ECB says what one euro costs: ask for the base EUR');
        for (const quote of request.quotes) {
          if (readCurrency(quote)?.currency !== quote) throw unsupported(`${quote} is not a currency code`);
        }
        const rows = await read('EXR', `D.${request.quotes.join('+')}.EUR.SP00.A`, request, signal);
        const asked = new Set(request.quotes.map((quote) => `EXR.D.${quote}.EUR.SP00.A`));
        const stray = rows.find(({ key }) => !asked.has(key));
        if (stray !== undefined)
          throw invalid(`the ECB answered with a series that was not asked for: ${stray.key.slice(0, 60)}`);
        const now = client.now();
        return {
          base: 'EUR',
          series: request.quotes.map((quote) =>
            presentFxSeries(quote, pointsOf(rows, `EXR.D.${quote}.EUR.SP00.A`), request, now),
          ),
          provenance: provenanceOf('ecb', `EXR ${request.quotes.join('+')}`, 'EUR', 'raw', now),
        };
      }),
    riskFreeRates: (request, signal) =>
      client.answer(async () => {
        const series = rateSeries[request.series];
        if (series === undefined) throw unsupported(`the ECB is asked for ${Object.keys(rateSeries).join(', ')} only`);
        const rows = await read(...series, request, signal);
        const points = pointsOf(rows, series.join('.'));
        if (points.length !== rows.length) throw invalid('the ECB answered with a series that was not asked for');
        return presentRiskFree({ provider: 'ecb', request, points, currency: 'EUR', now: client.now() });
      }),
  };
}

function pointsOf(rows: readonly CsvRow[], key: string): RawPoint[] {
  return rows.filter((row) => row.key === key).map(({ date, value }) => ({ date, value }));
}

/** The fields of these tables hold no quotes and no line breaks when only data are asked for. */
function readCsv(text: string): CsvRow[] {
  const [header = '', ...lines] = text
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/);
  // No rows are an empty answer: the days that were asked for are all days off.
  if (header === '' && lines.length === 0) return [];
  const names = header.split(',');
  const [key, date, value] = ['KEY', 'TIME_PERIOD', 'OBS_VALUE'].map((name) => names.indexOf(name));
  if (key === -1 || date === -1 || value === -1) {
    throw invalid('the answer of the ECB has another form: the columns KEY, TIME_PERIOD and OBS_VALUE are missing');
  }
  return lines.map((line) => {
    const cells = line.split(',');
    if (cells.length !== names.length)
      throw invalid('a line of the answer of the ECB has more or fewer cells than its header');
    return { key: cells[key!] ?? '', date: cells[date!], value: cells[value!] };
  });
}
