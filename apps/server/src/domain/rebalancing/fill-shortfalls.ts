/** Where too little money goes. */
import { Money } from '../valuation/decimal-and-number.ts';

const none = new Money(0);

/**
 * The amounts that bring values nearest to where they should be, in the sense of least squares, when money is short.
 *
 *     minimise Σ (s_i − b_i)²   subject to   Σ b_i = m,  b_i ≥ 0     ⇒     b_i = max(0, s_i − λ)
 *
 * λ, the depth that stays open everywhere, follows from the sorted shortfalls. With enough money λ is 0 and all are filled.
 *
 * @param shortfalls What each misses, at least 0.
 * @param money To be spent, at least 0.
 * @returns What each gets, in the same order; never more than it misses, and together never more than the money.
 */
export function fillShortfalls(shortfalls: readonly Money[], money: Money): readonly Money[] {
  const depth = depthLeft(shortfalls, money);
  return shortfalls.map((shortfall) => Money.max(none, shortfall.minus(depth)));
}

function depthLeft(shortfalls: readonly Money[], money: Money): Money {
  const total = shortfalls.reduce((sum, shortfall) => sum.plus(shortfall), none);
  if (total.lte(money)) return none;
  const sorted = shortfalls.toSorted((a, b) => b.cmp(a));
  let sum = none;
  for (let count = 1; count <= sorted.length; count += 1) {
    sum = sum.plus(sorted[count - 1]!);
    const depth = sum.minus(money).div(count);
    // The next one misses less than what stays open, so it gets nothing.
    if (count === sorted.length || depth.gte(sorted[count]!)) return depth;
  }
  return none;
}
