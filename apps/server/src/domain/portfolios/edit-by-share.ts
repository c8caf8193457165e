/** What whoever edits by a share may change: the allocation of what is held. */
import type { ProblemDetail } from '@riskoptimizer/contracts';
import { ProblemError } from '../../core/errors.ts';
import type { PortfolioContent } from './portfolio.ts';
import { isSame } from './portfolio-versions.ts';

/**
 * A new asset would open its prices to everybody with a share, and name, currency and benchmark are the owner's words.
 *
 * @throws ProblemError `permission-denied` naming every field that is not the editor's to change.
 */
export function requireOnlyAllocation(before: PortfolioContent, after: PortfolioContent): void {
  const errors: ProblemDetail[] = [];
  for (const field of ['name', 'baseCurrency', 'benchmark'] as const) {
    if (!isSame(before[field], after[field]))
      errors.push({
        field: `/${field}`,
        message: `expected ${inWords(before[field])}, as it is`,
        value: inWords(after[field]),
      });
  }
  const held = new Set(before.allocations.map(({ assetId }) => assetId));
  after.allocations.forEach(({ assetId }, place) => {
    if (held.has(assetId)) return;
    errors.push({
      field: `/allocation/items/${place}/assetId`,
      message: 'expected an asset that is held',
      value: assetId,
    });
  });
  if (errors.length === 0) return;
  const detail =
    'A share to edit changes weights and quantities of what is held; the rest is for the owner. Nothing was changed.';
  throw new ProblemError('permission-denied', detail, { errors });
}

function inWords(value: PortfolioContent['benchmark'] | string): string {
  if (value === null) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
