/**
 * Arithmetic mean, kept between the smallest and the largest value.
 *
 * Rounding may push Σx/n out of that range by one unit in the last place; held inside it, the mean of equal values is that value, and a
 * constant series has a variance of exactly zero.
 *
 * @param values at least one finite number.
 */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    sum += value;
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  return Math.min(largest, Math.max(smallest, sum / values.length));
}
