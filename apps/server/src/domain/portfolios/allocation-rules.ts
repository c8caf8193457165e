/** What an allocation must be, apart from its shape: every asset once, all of them known, weights that sum to one. */
import type { AllocationInput, ProblemDetail } from '@riskoptimizer/contracts';
import { weightSumTolerance } from '@riskoptimizer/price-csv';
import { ProblemError } from '../../core/errors.ts';
import { Money } from '../valuation/decimal-and-number.ts';

/** An allocation that is not left to the transactions. */
type GivenAllocation = Exclude<AllocationInput, { kind: 'ledger' }>;

/**
 * Refuses an allocation with every thing that is wrong with it.
 *
 * @param known ids of the assets that the owner has.
 * @throws ProblemError `request-invalid` naming fields, ids and the sum.
 */
export function requireAllocation(allocation: AllocationInput, known: ReadonlySet<string>): void {
  if (allocation.kind === 'ledger') return;
  const errors = [...duplicates(allocation), ...unknowns(allocation, known)];
  if (allocation.kind === 'weights') errors.push(...sumErrors(allocation.items.map(({ weight }) => weight)));
  if (errors.length > 0)
    throw new ProblemError('request-invalid', `The allocation is not valid: ${errors[0]!.message}.`, { errors });
}

function duplicates({ items }: GivenAllocation): ProblemDetail[] {
  const firstPlace = new Map<string, number>();
  return items.flatMap(({ assetId }, place) => {
    const first = firstPlace.get(assetId);
    if (first === undefined) {
      firstPlace.set(assetId, place);
      return [];
    }
    const field = `/allocation/items/${place}/assetId`;
    return [{ field, message: `asset ${assetId} stands at position ${first} already`, remedy: 'Keep one of them.' }];
  });
}

function unknowns({ items }: GivenAllocation, known: ReadonlySet<string>): ProblemDetail[] {
  return items.flatMap(({ assetId }, place) =>
    known.has(assetId)
      ? []
      : [
          {
            field: `/allocation/items/${place}/assetId`,
            message: `there is no asset ${assetId}`,
            remedy: 'Use an id from the list of assets, or import its prices first.',
          },
        ],
  );
}

/** What is wrong with the sum of weights; nothing when it is 1 within the tolerance. */
export function sumErrors(weights: readonly number[], field = '/allocation/items'): ProblemDetail[] {
  // Summed as the decimals that were written: ten times 0.1 is 1, not 0.9999999999999999.
  const sum = weights.reduce((total, weight) => total.plus(weight), new Money(0));
  if (sum.minus(1).abs().lte(weightSumTolerance)) return [];
  const looksLikePercent = sum
    .minus(100)
    .abs()
    .lte(100 * weightSumTolerance);
  return [
    {
      field,
      message: `the weights sum to ${sum.toFixed()}; they must sum to 1 (within ${weightSumTolerance})`,
      value: sum.toFixed(),
      remedy: looksLikePercent
        ? 'Divide percentages by 100.'
        : 'Correct the weights, or add what is missing (cash, for example).',
    },
  ];
}
