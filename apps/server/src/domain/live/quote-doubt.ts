/** Which prices of this moment are not believed, held against the last close of the asset. */
import { dayFromIso } from '../market-data/calendar.ts';
import { boundOfMove, cryptoJumpMax, shareJumpMax } from '../market-data/plausible-move.ts';
import type { Tick } from './live-source.ts';
import type { QuotableAsset } from './quotable-asset.ts';

export type QuoteDoubt =
  /** From a day before the last close. */
  | 'older-than-close'
  /** Further from the last close than is plausible within the days since. */
  | 'jump';

/** Null for a price that is believed, and for every price of an asset without a close. Days are those of UTC. */
export function doubtOfQuote(
  { price, at }: Pick<Tick, 'price' | 'at'>,
  { assetClass, prices: { lastClose, lastDate } }: Pick<QuotableAsset, 'assetClass' | 'prices'>,
): QuoteDoubt | null {
  if (lastClose === null || lastDate === null) return null;
  const days = dayFromIso(new Date(at).toISOString().slice(0, 10)) - dayFromIso(lastDate);
  if (days < 0) return 'older-than-close';
  const ratio = Number(price) / Number(lastClose);
  const bound = boundOfMove(assetClass === 'crypto' ? cryptoJumpMax : shareJumpMax, days);
  return Math.max(ratio, 1 / ratio) < bound ? null : 'jump';
}
