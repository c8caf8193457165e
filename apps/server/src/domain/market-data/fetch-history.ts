/** What a provider has that is not stored yet, in one or two requests. */
import { Money } from '../valuation/decimal-and-number.ts';
import { isoFromDay, yearsBefore } from './calendar.ts';
import type { Feed } from './feed.ts';
import type { Answer, MarketDataProvider, PriceHistory, PricePoint, Split } from './provider-port.ts';

const historyYears = 20;
/** Adjusted closes are rounded by providers: a difference below this part is no later dividend. */
const adjustmentTolerance = new Money('0.00001');
/** Closes are corrected afterwards by less than that; more is another unit, another share or a split that nobody told. */
const correctionTolerance = new Money('0.02');

export interface StoredHistory {
  readonly feed: Feed;
  readonly currency: string;
  /** The last two, the latest first; fewer when there are fewer. */
  readonly latest: readonly PricePoint[];
  readonly splits: readonly Split[];
  readonly today: number;
}

/** `whole` when every stored price is replaced, because the provider has adjusted all of them anew. */
export type FetchedHistory = Answer<{ readonly history: PriceHistory; readonly extent: 'whole' | 'end' }>;

/**
 * Asks from the last stored day on, that day included: it must have the price that is stored. If it has not, the provider has
 * divided its history by a split, or adjusted it for a dividend, and the whole is asked for; joining the two would make a jump
 * that never was.
 */
export async function fetchHistory(
  provider: MarketDataProvider,
  stored: StoredHistory,
  signal?: AbortSignal,
): Promise<FetchedHistory> {
  const [last, before] = stored.latest;
  const request = {
    symbol: stored.feed.providerSymbol,
    to: isoFromDay(stored.today),
    currency: stored.currency,
    splits: stored.splits,
  };
  if (last !== undefined) {
    const lastKnown = before === undefined ? {} : { lastKnown: { date: before.date, close: before.close } };
    const end = ofSameKind(await provider.history({ ...request, ...lastKnown, from: last.date }, signal), stored.feed);
    if (!end.ok && end.failure.kind !== 'answer-invalid') return end;
    if (end.ok && joins(end.value, last)) return { ok: true, value: { history: end.value, extent: 'end' } };
  }
  const from = isoFromDay(yearsBefore(stored.today, historyYears));
  const whole = ofSameKind(await provider.history({ ...request, from }, signal), stored.feed);
  if (!whole.ok) return whole;
  const doubt = doubtOf(whole.value, stored);
  if (doubt !== null) return { ok: false, failure: { kind: 'answer-invalid', message: doubt, quarantined: [] } };
  return { ok: true, value: { history: whole.value, extent: 'whole' } };
}

/**
 * Why a whole history cannot take the place of the stored one; null when it can. Within itself a history in pence is as smooth as
 * one in pounds: only what is stored tells them apart.
 */
function doubtOf(history: PriceHistory, { latest, splits }: StoredHistory): string | null {
  const [last] = latest;
  if (last === undefined) return null;
  const shared = latest.find(({ date }) => history.points.some((point) => point.date === date));
  const { provider, closes } = history.provenance;
  if (shared === undefined) return `${provider} has no price on ${last.date} any more, the last day that is stored`;
  const again = history.points.find(({ date }) => date === shared.date)!;
  const known = closes === 'raw' ? [] : [...splits, ...history.actions.splits];
  const expected = new Map(known.filter(({ date }) => date > shared.date).map(({ date, ratio }) => [date, ratio]));
  const divisor = [...expected.values()].reduce((product, ratio) => product.mul(ratio), new Money(1));
  const ratio = new Money(again.close).mul(divisor).div(shared.close);
  if (ratio.minus(1).abs().lt(correctionTolerance)) return null;
  return `${provider} has ${again.close} on ${shared.date}, where ${shared.close} is stored, and no split explains it; the stored prices stay`;
}

/**
 * Raw closes and closes that are adjusted for splits are not put into one series: on the day of a split it would have a return that
 * never was, or hide one.
 */
function ofSameKind(answer: Answer<PriceHistory>, { closes }: Feed): Answer<PriceHistory> {
  if (!answer.ok || closes === null || answer.value.provenance.closes === closes) return answer;
  const { provider, closes: other } = answer.value.provenance;
  const message = `${provider} gives ${other} closes, and those that are stored are ${closes}; follow it as an asset of its own`;
  return { ok: false, failure: { kind: 'unsupported', message } };
}

function joins({ points }: PriceHistory, last: PricePoint): boolean {
  const again = points.find(({ date }) => date === last.date);
  if (again === undefined || !new Money(again.close).eq(last.close)) return false;
  if (again.adjustedClose === null || last.adjustedClose === null) return again.adjustedClose === last.adjustedClose;
  const ratio = new Money(again.adjustedClose).div(last.adjustedClose);
  return ratio.minus(1).abs().lt(adjustmentTolerance);
}
