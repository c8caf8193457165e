/**
 * Exponential and logarithm from additions, multiplications and divisions only.
 *
 * The language leaves the last bits of Math.exp and Math.log to each engine; the four operations and the square root are exact everywhere. A
 * simulation built on these gives the same bits on every machine. Accurate to a few units in the last place.
 */

/** ln 2 in two parts: the first has zeros at its end, so that its multiples by small integers are exact. */
const ln2High = 6.9314718036912381649e-1;
const ln2Low = 1.90821492927058770002e-10;

/** Terms of the series of eʳ for |r| ≤ ln 2 / 2; the first one left out is below 1e-17. */
const exponentialTerms = 14;

/** eˣ for finite x; overflows to Infinity and vanishes to 0 where doubles do. */
export function exponential(x: number): number {
  if (x > 710) return Number.POSITIVE_INFINITY;
  if (x < -746) return 0;
  const exponent = Math.round(x / (ln2High + ln2Low));
  const rest = x - exponent * ln2High - exponent * ln2Low;
  let sum = 1;
  for (let term = exponentialTerms; term >= 1; term -= 1) sum = 1 + (sum * rest) / term;
  for (let k = 0; k < exponent; k += 1) sum *= 2;
  for (let k = 0; k > exponent; k -= 1) sum /= 2;
  return sum;
}

/** Terms of the series of artanh s for |s| ≤ 0.1716; the first one left out is below 1e-17 of the sum. */
const logarithmTerms = 12;

/** ln x for finite x > 0. */
export function naturalLogarithm(x: number): number {
  let mantissa = x;
  let exponent = 0;
  for (; mantissa > Math.SQRT2; exponent += 1) mantissa /= 2;
  for (; mantissa < Math.SQRT1_2; exponent -= 1) mantissa *= 2;
  // ln m = 2 artanh s with s = (m − 1) / (m + 1).
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let sum = 0;
  for (let term = logarithmTerms; term >= 1; term -= 1) sum = square * (sum + 1 / (2 * term + 1));
  return exponent * ln2High + (2 * s + (2 * s * sum + exponent * ln2Low));
}
