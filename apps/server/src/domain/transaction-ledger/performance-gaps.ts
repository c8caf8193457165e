/** Gaps of a history of values put together: one for each asset or currency and kind, with its dates. */
import type { LedgerGap } from '@riskoptimizer/contracts';
import type { ValuePoint } from '../ledger/value-history.ts';
import { staleAfterDays } from './base-amounts.ts';

export interface GatheredGap {
  readonly code: LedgerGap['code'];
  readonly assetId: string | null;
  readonly currency: string | null;
  readonly from: string;
  readonly to: string;
  readonly dateCount: number;
  /** Of the last of them. */
  readonly reason: string;
}

/** Prices and rates that are missing, and those that are older than weekends and holidays explain. */
export function gatherGaps(points: readonly ValuePoint[]): GatheredGap[] {
  const gathered = new Map<string, GatheredGap>();
  for (const { gaps } of points) {
    for (const { kind, status, date, assetId, currency, ageDays, reason } of gaps) {
      if (status === 'stale' && ageDays! <= staleAfterDays) continue;
      const code = `${kind === 'price' ? 'price' : 'exchange-rate'}-${status}` as const;
      const key = `${code} ${assetId ?? currency}`;
      const before = gathered.get(key);
      const from = before === undefined || date < before.from ? date : before.from;
      const dateCount = (before?.dateCount ?? 0) + 1;
      gathered.set(key, { code, assetId, currency, from, to: date, dateCount, reason });
    }
  }
  return [...gathered.values()].sort((one, other) => (one.from < other.from ? -1 : 1));
}
