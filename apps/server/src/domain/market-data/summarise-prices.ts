/** The summary that an asset keeps of its prices, made anew after some of them changed. */
import type { AssetRecord, PriceSummary } from '../assets/asset.ts';
import type { AssetRepository, PriceRepository } from '../assets/ports.ts';
import { dayGap, findGaps, presentGap } from '../assets/price-summary.ts';
import type { Transaction } from '../transactions/ports.ts';
import { dayFromIso } from './calendar.ts';

export interface SummaryParts {
  readonly assets: Pick<AssetRepository, 'updatePriceSummary'>;
  readonly prices: Pick<PriceRepository, 'dates'>;
}

/** @returns What is stored now; prices that were loaded before are stale from here on. */
export async function summarisePrices(
  { assets, prices }: SummaryParts,
  ownerId: string,
  before: AssetRecord,
  transaction: Transaction,
): Promise<PriceSummary> {
  const { dates, lastClose } = await prices.dates(ownerId, before.id, transaction);
  const days = Int32Array.from(dates, dayFromIso);
  const summary = {
    count: dates.length,
    firstDate: dates[0] ?? null,
    lastDate: dates.at(-1) ?? null,
    lastClose,
    gaps: findGaps(days, days, before.prices.gaps.map(dayGap)).map(presentGap),
  };
  await assets.updatePriceSummary(ownerId, before.id, summary, transaction);
  return summary;
}
