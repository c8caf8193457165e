/** From the rows of an answer to a history: the checks, the currency, the provenance. */
import { shareJumpMax } from '../../domain/market-data/plausible-move.ts';
import type {
  CorporateActions,
  FxRequest,
  FxSeries,
  HistoryRequest,
  PriceHistory,
  ProviderName,
  Quote,
} from '../../domain/market-data/provider-port.ts';
import { checkSeries, type RawPoint } from './check-series.ts';
import { doubtful, invalid } from './provider-failure.ts';
import { inWholeUnits, isNoValue, type QuotedCurrency, readPrice, shown } from './read-values.ts';

export interface RawHistoryPoint {
  readonly date: unknown;
  readonly close: unknown;
  /** Left out where the provider has none. */
  readonly adjustedClose?: unknown;
}

export interface HistoryDraft {
  readonly provider: ProviderName;
  readonly request: HistoryRequest;
  readonly rows: readonly RawHistoryPoint[];
  readonly quoted: QuotedCurrency;
  readonly closes: 'raw' | 'split-adjusted';
  readonly actions?: CorporateActions;
  readonly jumpMax?: number;
  readonly everyDay?: boolean;
  /** Left out: where there are days off, so shares, so splits. */
  readonly doubtSplitRatios?: boolean;
  readonly now: Date;
}

export const noActions: CorporateActions = { splits: [], dividends: [] };
/** The franc rose by 30 % within a day in 2015; no currency of the lists moved further without being renamed. */
const fxJumpMax = 1.5;

/** @throws ProviderFailureError `answer-invalid` for another currency, or when the answer as a whole is doubtful. */
export function presentHistory(draft: HistoryDraft): PriceHistory {
  const { request, rows, quoted, closes, now, actions = noActions, jumpMax = shareJumpMax, everyDay = false } = draft;
  requireCurrency(draft.provider, request.currency, quoted);
  const splits = [...(request.splits ?? []), ...actions.splits];
  const known = splits.filter(({ date }, index) => splits.findIndex((split) => split.date === date) === index);
  const { lastKnown } = request;
  const shared = {
    from: request.from,
    to: request.to,
    now,
    jumpMax,
    everyDay,
    doubtSplitRatios: draft.doubtSplitRatios ?? !everyDay,
  };
  // What is compared is what is stored: in whole units.
  const scaled = (value: unknown): unknown => {
    const price = readPrice(value);
    return price === null ? value : inWholeUnits(price, quoted);
  };
  const series = checkSeries(
    rows.map(({ date, close }): RawPoint => ({ date, value: scaled(close) })),
    {
      ...shared,
      ...(closes === 'raw' ? { shownSplits: known } : { hiddenSplits: known }),
      ...(lastKnown === undefined ? {} : { lastKnown: { date: lastKnown.date, value: lastKnown.close } }),
    },
  );
  const hasAdjusted = rows.some(({ adjustedClose }) => adjustedClose !== undefined && !isNoValue(adjustedClose));
  const adjusted = hasAdjusted
    ? checkSeries(
        rows.map(({ date, adjustedClose }): RawPoint => ({ date, value: scaled(adjustedClose) })),
        { ...shared, hiddenSplits: known },
      )
    : null;
  const adjustedOn = new Map(adjusted?.points.map(({ date, value }) => [date, value]));
  // A day on which one of the two is doubtful is doubtful.
  const refused = adjusted?.quarantined.filter(({ date }) => series.points.some((point) => point.date === date)) ?? [];
  const refusedDays = new Set(refused.map(({ date }) => date));
  return {
    points: series.points
      .filter(({ date }) => !refusedDays.has(date))
      .map(({ date, value }) => ({ date, close: value, adjustedClose: adjustedOn.get(date) ?? null })),
    gaps: [
      ...series.gaps,
      ...refused.map(({ date, reason }) => ({
        from: date ?? '',
        to: date ?? '',
        reason: `the adjusted price is in quarantine (${reason})`,
      })),
    ],
    quarantined: [...series.quarantined, ...refused],
    actions,
    provenance: provenanceOf(draft.provider, request.symbol, quoted.currency, closes, now),
  };
}

export function provenanceOf(
  provider: ProviderName,
  providerSymbol: string,
  currency: string,
  closes: 'raw' | 'split-adjusted',
  now: Date,
): PriceHistory['provenance'] {
  return { provider, providerSymbol, fetchedAt: now.toISOString(), currency, closes };
}

/** @throws ProviderFailureError `answer-invalid`. */
function requireCurrency(provider: ProviderName, expected: string | undefined, { currency }: QuotedCurrency): void {
  if (expected !== undefined && expected !== currency) {
    throw doubtful(`${provider} has prices in ${currency}, and the asset is in ${expected}`);
  }
}

/** @throws ProviderFailureError `answer-invalid` when the answer is about something else. */
export function requireSameSymbol(provider: ProviderName, asked: string, answered: unknown): void {
  if (typeof answered !== 'string' || answered.toUpperCase() !== asked.toUpperCase()) {
    throw invalid(`${provider} was asked for ${asked} and answered for ${shown(answered)}`);
  }
}

/** Rates of one currency. @throws ProviderFailureError `answer-invalid`. */
export function presentFxSeries(quote: string, rows: readonly RawPoint[], request: FxRequest, now: Date): FxSeries {
  const expectation = { from: request.from, to: request.to, now, jumpMax: fxJumpMax, everyDay: false };
  const { points, gaps, quarantined } = checkSeries(rows, { ...expectation, doubtSplitRatios: false });
  return { quote, points: points.map(({ date, value }) => ({ date, rate: value })), gaps, quarantined };
}

export interface QuoteDraft {
  readonly provider: ProviderName;
  readonly symbol: string;
  readonly price: unknown;
  readonly previousClose?: unknown;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly quoted: QuotedCurrency;
  readonly now: Date;
}

const clockDifferenceMs = 5 * 60_000;

/** @throws ProviderFailureError `answer-invalid` for a price that is none, or a moment that has not come. */
export function presentQuote({ provider, symbol, price, previousClose, atMs, quoted, now }: QuoteDraft): Quote {
  const read = readPrice(price);
  if (read === null) throw invalid(`${provider} has ${shown(price)} as the price of ${symbol}`);
  if (!Number.isFinite(atMs) || atMs <= 0 || atMs > now.getTime() + clockDifferenceMs) {
    throw invalid(`${provider} has a quote of ${symbol} from a moment that is not in the past`);
  }
  const before = readPrice(previousClose);
  return {
    price: inWholeUnits(read, quoted),
    at: new Date(atMs).toISOString(),
    previousClose: before === null ? null : inWholeUnits(before, quoted),
    provenance: provenanceOf(provider, symbol, quoted.currency, 'raw', now),
  };
}
