import { ProblemError } from '../../core/errors.ts';

/** With fewer returns than this a tail of 5 % is a guess, and a correlation is noise; such a calculation is refused. */
export const periodCountMin = 20;

/** @throws ProblemError `data-insufficient` naming the window and what to do. */
export function requireEnoughReturns(
  count: number,
  window: { readonly from: string; readonly to: string },
  horizon = 1,
): void {
  if (count >= periodCountMin) return;
  const noun = count === 1 ? 'return' : 'returns';
  const returns = horizon === 1 ? noun : `${noun} over ${horizon} periods`;
  throw new ProblemError(
    'data-insufficient',
    `Between ${window.from} and ${window.to} there ${count === 1 ? 'is' : 'are'} ${count} ${returns} that all assets share; at least ${periodCountMin} ` +
      `are needed. Choose a longer window${horizon === 1 ? '' : ' or a shorter horizon'}, or take out the asset with the shortest history.`,
  );
}
