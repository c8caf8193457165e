/**
 * The returns that are not missing, in their order.
 *
 * Measures refuse missing returns; this says in the caller's own code that they are left out on purpose.
 */
export function withoutMissing(returns: ArrayLike<number>): Float64Array {
  const observed: number[] = [];
  for (let period = 0; period < returns.length; period += 1) {
    if (!Number.isNaN(returns[period])) observed.push(returns[period]);
  }
  return Float64Array.from(observed);
}
