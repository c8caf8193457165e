/** Brings the risk-free rates of an owner up to date, of the currencies that central banks publish one of. What is stored stays, whatever fails. */
import type { RiskFreeRateRefresh, RiskFreeRateStatus } from '@riskoptimizer/contracts';
import type { Clock } from '../../core/clock.ts';
import type { SignedInActor } from '../../core/request-context.ts';
import type { Transactions } from '../transactions/ports.ts';
import { dayFromIso, isoFromDay, yearsBefore } from './calendar.ts';
import type { ExchangeRateRepository, RiskFreeRateRepository, StoredRiskFreeRates } from './ports.ts';
import { presentRefusal } from './present-feed.ts';
import { askInOrder } from './provider-chain.ts';
import type { ProviderName, RiskFreeHistory } from './provider-port.ts';
import type { ProviderSettingsService } from './provider-settings-service.ts';

/** What stands for an investment without risk: a short one that the state or the central bank of the currency answers for. */
const seriesOf: Readonly<Record<string, { readonly series: string; readonly provider: ProviderName }>> = {
  EUR: { series: 'ESTR', provider: 'ecb' },
  USD: { series: 'DGS3MO', provider: 'fred' },
};
const historyYears = 20;
/** Central banks correct a rate within days. */
const correctionDays = 7;

export interface RiskFreeRateParts {
  readonly riskFreeRates: RiskFreeRateRepository;
  readonly rates: Pick<ExchangeRateRepository, 'needed'>;
  readonly providers: Pick<ProviderSettingsService, 'providersOf'>;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

export interface RiskFreeRateService {
  /** The last rate of each currency and its age, and currencies in use that have none yet. */
  status(actor: SignedInActor): Promise<RiskFreeRateStatus>;
  refresh(actor: SignedInActor, signal?: AbortSignal): Promise<RiskFreeRateRefresh>;
}

export function createRiskFreeRateService(parts: RiskFreeRateParts): RiskFreeRateService {
  const { riskFreeRates, clock } = parts;
  const today = () => dayFromIso(clock.now().toISOString().slice(0, 10));
  const wantedBy = async (ownerId: string, stored: readonly StoredRiskFreeRates[]) => {
    const { currencies } = await parts.rates.needed(ownerId);
    const all = new Set([...currencies, ...stored.map(({ currency }) => currency)]);
    return [...all].filter((currency) => seriesOf[currency] !== undefined).sort();
  };

  return {
    async status({ userId }) {
      const stored = await riskFreeRates.latest(userId);
      const wanted = await wantedBy(userId, stored);
      return {
        items: stored.map(({ rate, fetchedAt, ...rest }) => ({
          ...rest,
          rate: Number(rate),
          ageDays: Math.max(today() - dayFromIso(rest.lastDate), 0),
          fetchedAt: fetchedAt.toISOString(),
        })),
        missing: wanted
          .filter((currency) => !stored.some((one) => one.currency === currency))
          .map((currency) => ({ currency, ...seriesOf[currency]! })),
      };
    },

    async refresh({ userId }, signal) {
      const stored = await riskFreeRates.latest(userId);
      const items: RiskFreeRateRefresh['items'] = [];
      for (const currency of await wantedBy(userId, stored)) {
        signal?.throwIfAborted();
        const former = stored.find((one) => one.currency === currency);
        items.push(await refreshOne(parts, userId, currency, rangeOf(former, today()), signal));
      }
      return { items };
    },
  };
}

function rangeOf(former: StoredRiskFreeRates | undefined, today: number) {
  const from = former === undefined ? yearsBefore(today, historyYears) : dayFromIso(former.lastDate) - correctionDays;
  return { from: isoFromDay(from), to: isoFromDay(today) };
}

async function refreshOne(
  { riskFreeRates, providers, transactions }: RiskFreeRateParts,
  ownerId: string,
  currency: string,
  range: { readonly from: string; readonly to: string },
  signal: AbortSignal | undefined,
): Promise<RiskFreeRateRefresh['items'][number]> {
  const { series, provider: source } = seriesOf[currency]!;
  const asked = (await providers.providersOf(ownerId)).filter(({ name }) => name === source);
  const found = await askInOrder(
    asked,
    'riskFreeRates',
    (provider) => provider.riskFreeRates({ series, ...range }, signal),
    (history: RiskFreeHistory) => history.points.length === 0,
  );
  const refused = found.refused.map(({ provider, failure }) => presentRefusal(provider, failure));
  const nothing = { currency, series, source, provider: null, storedCount: 0, quarantinedCount: 0, refused };
  if (!found.ok || found.value.points.length === 0) return nothing;
  const { points, quarantined, provenance } = found.value;
  const dated = { currency, series, dates: points.map(({ date }) => date), rates: points.map(({ rate }) => rate) };
  const storedCount = await transactions.run((transaction) =>
    riskFreeRates.upsert(ownerId, dated, provenance, transaction),
  );
  return { ...nothing, provider: found.provider, storedCount, quarantinedCount: quarantined.length };
}
