/** The engine writes what is undefined as NaN, JSON as null. */
export function nullIfUndefined(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

export function nullsIfUndefined(values: ArrayLike<number>): (number | null)[] {
  return Array.from(values, nullIfUndefined);
}
