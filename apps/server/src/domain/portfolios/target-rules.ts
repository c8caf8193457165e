/** What targets must be, apart from their shape: each thing once, assets that are there, at most the whole. */
import type { ProblemDetail, TargetsInput } from '@riskoptimizer/contracts';
import { weightSumTolerance } from '@riskoptimizer/price-csv';
import { ProblemError } from '../../core/errors.ts';
import { Money } from '../valuation/decimal-and-number.ts';

/**
 * @param known ids of the assets that the owner has.
 * @throws ProblemError `request-invalid` naming fields, ids and the sum.
 */
export function requireTargets(targets: TargetsInput, known: ReadonlySet<string>): void {
  const errors = [...nameErrors(targets, known), ...sumErrors(targets)];
  if (errors.length > 0)
    throw new ProblemError('request-invalid', `The targets are not valid: ${errors[0]!.message}.`, { errors });
}

function nameErrors(targets: TargetsInput, known: ReadonlySet<string>): ProblemDetail[] {
  const isAssets = targets.kind === 'assets';
  const names = isAssets ? targets.items.map(({ assetId }) => assetId) : targets.items.map(({ group }) => group);
  return names.flatMap((name, place): ProblemDetail[] => {
    const field = `/items/${place}/${isAssets ? 'assetId' : 'group'}`;
    if (isAssets && !known.has(name))
      return [{ field, message: `there is no asset ${name}`, remedy: 'Use an id from the list of assets.' }];
    const first = names.indexOf(name);
    return first === place ? [] : [{ field, message: `"${name}" stands at position ${first} already`, value: name }];
  });
}

function sumErrors({ items }: TargetsInput): ProblemDetail[] {
  // Summed as the decimals that were written: ten times 0.1 is 1.
  const sum = items.reduce((total, { weight }) => total.plus(weight), new Money(0));
  if (sum.minus(1).lte(weightSumTolerance)) return [];
  return [
    {
      field: '/items',
      message: `the targets sum to ${sum.toFixed()}; they may sum to 1 at most`,
      value: sum.toFixed(),
      remedy: 'Lower some of them. What they leave of 1 is cash.',
    },
  ];
}
