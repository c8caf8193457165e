/** Round numbers for axes. */

/** The next of 1, 2, 2.5, 5 and 10 times a power of ten. */
export function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= step * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** The multiples of a step from `lowest` to `highest`, both included. */
export function multiplesWithin(lowest: number, highest: number, interval: number): number[] {
  const first = Math.ceil(lowest / interval - 1e-9);
  const count = Math.max(0, Math.floor(highest / interval + 1e-9) - first + 1);
  // Rounded, so that 3 * 0.1 is written as 0.3.
  return Array.from({ length: count }, (_, index) => Number(((first + index) * interval).toPrecision(12)));
}
