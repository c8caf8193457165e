/** Brings the exchange rates of an owner up to date: what one euro costs in each currency that is needed. What is stored stays, whatever fails. */
import type { ExchangeRateRefresh, ExchangeRateRefreshRequest, ExchangeRateStatus } from '@riskoptimizer/contracts';
import type { Clock } from '../../core/clock.ts';
import type { SignedInActor } from '../../core/request-context.ts';
import type { Transactions } from '../transactions/ports.ts';
import { dayFromIso, isoFromDay, yearsBefore } from './calendar.ts';
import type { ExchangeRateRepository, FetchedPair } from './ports.ts';
import { presentRefusal } from './present-feed.ts';
import { askInOrder } from './provider-chain.ts';
import type { FxHistory, MarketDataProvider } from './provider-port.ts';
import type { ProviderSettingsService } from './provider-settings-service.ts';

/** Every reference rate of the sources is one of the euro; the rest is crossed over it. */
const base = 'EUR';
/** The European Central Bank began with the euro. */
const firstEuroDate = '1999-01-04';
/** A source corrects a rate within days. */
const correctionDays = 7;
const historyYears = 20;

export interface ExchangeRateRefreshParts {
  readonly rates: Pick<ExchangeRateRepository, 'needed' | 'fetchedPairs' | 'upsertFetched'>;
  readonly providers: Pick<ProviderSettingsService, 'providersOf'>;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

export interface ExchangeRateService {
  /** Which rates were fetched and how old they are, and which are needed. */
  status(actor: SignedInActor): Promise<ExchangeRateStatus>;
  /** @param request Currencies that are wanted besides those that are needed: of a portfolio that is yet to be made. */
  refresh(
    actor: SignedInActor,
    request: ExchangeRateRefreshRequest,
    signal?: AbortSignal,
  ): Promise<ExchangeRateRefresh>;
}

export function createExchangeRateService(parts: ExchangeRateRefreshParts): ExchangeRateService {
  const { rates, providers, clock } = parts;
  const today = () => dayFromIso(clock.now().toISOString().slice(0, 10));

  /** What is used, what was fetched before, and what is asked for now. */
  async function wantedBy(ownerId: string, pairs: readonly FetchedPair[], more: readonly string[]) {
    const { currencies, since } = await rates.needed(ownerId);
    const all = new Set([...currencies, ...pairs.map(({ quote }) => quote), ...more]);
    const start = since ?? isoFromDay(yearsBefore(today(), historyYears));
    return {
      quotes: [...all].filter((currency) => currency !== base).sort(),
      since: start < firstEuroDate ? firstEuroDate : start,
    };
  }

  return {
    async status({ userId }) {
      const pairs = await rates.fetchedPairs(userId);
      const { quotes } = await wantedBy(userId, pairs, []);
      const { currencies } = await rates.needed(userId);
      return {
        items: pairs.map((pair) => present(pair, today())),
        // Whoever has one currency needs no rate of it.
        missing: currencies.length < 2 ? [] : quotes.filter((quote) => !pairs.some((pair) => pair.quote === quote)),
      };
    },

    async refresh({ userId }, { currencies = [] }, signal) {
      const pairs = await rates.fetchedPairs(userId);
      const { quotes, since } = await wantedBy(userId, pairs, currencies);
      // The simulated market has rates too; they are invented.
      const asked = (await providers.providersOf(userId)).filter(({ name }) => name !== 'simulated');
      const items: ExchangeRateRefresh['items'] = [];
      for (const quote of quotes) {
        signal?.throwIfAborted();
        const from = startOf(
          pairs.find((pair) => pair.quote === quote),
          since,
        );
        items.push(await refreshOne(parts, userId, asked, { quote, from, to: isoFromDay(today()) }, signal));
      }
      return { items };
    },
  };
}

/** From the last stored day on, a week of corrections included; everything when there are none, or older ones are needed by now. */
function startOf(pair: FetchedPair | undefined, since: string): string {
  // The first working day after a date may be days later: a history that begins within a fortnight of it is whole.
  if (pair === undefined || dayFromIso(pair.firstDate) > dayFromIso(since) + 14) return since;
  return isoFromDay(dayFromIso(pair.lastDate) - correctionDays);
}

interface WantedRates {
  readonly quote: string;
  readonly from: string;
  readonly to: string;
}

async function refreshOne(
  { rates, transactions }: ExchangeRateRefreshParts,
  ownerId: string,
  providers: readonly MarketDataProvider[],
  { quote, from, to }: WantedRates,
  signal: AbortSignal | undefined,
): Promise<ExchangeRateRefresh['items'][number]> {
  const found = await askInOrder(
    providers,
    'fxRates',
    (provider) => provider.fxRates({ base, quotes: [quote], from, to }, signal),
    (history: FxHistory) => history.series.every(({ points }) => points.length === 0),
  );
  const refused = found.refused.map(({ provider, failure }) => presentRefusal(provider, failure));
  const series = found.ok ? found.value.series.find((one) => one.quote === quote) : undefined;
  if (!found.ok || series === undefined || series.points.length === 0)
    return { base, quote, provider: null, storedCount: 0, quarantinedCount: 0, refused };
  const { points, quarantined } = series;
  const dated = { base, quote, dates: points.map(({ date }) => date), rates: points.map(({ rate }) => rate) };
  const storedCount = await transactions.run((transaction) =>
    rates.upsertFetched(ownerId, dated, found.value.provenance, transaction),
  );
  return { base, quote, provider: found.provider, storedCount, quarantinedCount: quarantined.length, refused };
}

function present({ fetchedAt, ...pair }: FetchedPair, today: number): ExchangeRateStatus['items'][number] {
  const ageDays = Math.max(today - dayFromIso(pair.lastDate), 0);
  return { ...pair, fetchedAt: fetchedAt.toISOString(), ageDays };
}
