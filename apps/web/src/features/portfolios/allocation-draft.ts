/** An allocation as it is being typed: texts, until every one of them can be read. */
import { decimalString } from '@riskoptimizer/contracts';
import { sumDecimals, weightSumTolerance } from '@riskoptimizer/price-csv';

export type AllocationKind = 'weights' | 'quantities';

export interface AllocationRow {
  /** Asset id, or the symbol of an asset that is not stored yet. */
  readonly key: string;
  readonly symbol: string;
  readonly name: string;
  /** Per cent for weights, units for quantities. */
  readonly text: string;
}

export interface ReadAmount {
  readonly key: string;
  /** A weight as a fraction. */
  readonly weight: number;
  /** The amount as decimal text: units, or per cent. */
  readonly decimal: string;
}

export interface ReadAllocation {
  /** Rows with an amount; an empty field means that the asset is not held. */
  readonly amounts: readonly ReadAmount[];
  /** What is wrong, by row. */
  readonly rowProblems: ReadonlyMap<string, string>;
  /** What is wrong with the whole, null when all is well. */
  readonly problem: string | null;
  /** Exact sum of the amounts that could be read. */
  readonly sum: string;
}

export function readAllocation(kind: AllocationKind, rows: readonly AllocationRow[]): ReadAllocation {
  const amounts: ReadAmount[] = [];
  const rowProblems = new Map<string, string>();
  for (const { key, text } of rows) {
    if (text.trim() === '') continue;
    const decimal = plainDecimal(text);
    if (decimal === null) {
      rowProblems.set(key, kind === 'weights' ? 'expected per cent such as 12.5' : 'expected a number such as 250');
    } else if (Number(decimal) !== 0) {
      amounts.push({ key, decimal, weight: perCentAsFraction(decimal) });
    }
  }
  const sum = sumDecimals(amounts.map(({ decimal }) => decimal));
  return { amounts, rowProblems, sum, problem: wholeProblem(kind, amounts, rowProblems.size, sum) };
}

/** With a point or a comma, without thousands separators; null for anything else. */
function plainDecimal(text: string): string | null {
  const plain = text
    .trim()
    .replace(',', '.')
    .replace('\u2212', '-')
    .replace(/^\+/, '')
    .replace(/^(-?)\./, '$10.');
  return decimalString.safeParse(plain).success ? plain : null;
}

/** 12.5 as 0.125, and not as 0.12500000000000003. */
function perCentAsFraction(decimal: string): number {
  return Number(`${decimal}e-2`);
}

function wholeProblem(
  kind: AllocationKind,
  amounts: readonly ReadAmount[],
  rowProblemCount: number,
  sum: string,
): string | null {
  if (rowProblemCount > 0) return 'Some fields hold no number; they are marked.';
  if (amounts.length === 0) return 'Nothing is held yet: fill in at least one field.';
  if (kind === 'weights' && Math.abs(Number(`${sum}e-2`) - 1) > weightSumTolerance) {
    return `The weights sum to ${sum} %; they must sum to 100 %.`;
  }
  return null;
}

/** The same proportions, summing to 100 % within the tolerance. Rows that cannot be read stay as they are. */
export function scaledToWhole(rows: readonly AllocationRow[]): AllocationRow[] {
  const { amounts, sum } = readAllocation('weights', rows);
  const whole = Number(sum);
  if (!(whole > 0)) return [...rows];
  const scaled = new Map(amounts.map(({ key, decimal }) => [key, (Number(decimal) / whole) * 100]));
  return rows.map((row) => {
    const perCent = scaled.get(row.key);
    return perCent === undefined ? row : { ...row, text: perCentText(perCent / 100) };
  });
}

/** A fraction as the text of a per cent field: `0.125` is `12.5`. */
export function perCentText(fraction: number): string {
  return String(Number((fraction * 100).toFixed(8)));
}
