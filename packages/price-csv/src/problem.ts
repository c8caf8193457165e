import { maximumListedProblems } from './limits.ts';

/** Every reason for which a file is refused: a closed list, each explained in docs/guides/price-files.md. */
export const priceFileProblemCodes = [
  'empty-file',
  'file-too-large',
  'wrong-encoding',
  'record-too-long',
  'unclosed-quote',
  'malformed-quote',
  'no-date-column',
  'no-asset-column',
  'empty-header',
  'duplicate-asset',
  'invalid-asset-name',
  'too-many-assets',
  'too-many-rows',
  'too-many-cells-in-file',
  'too-few-rows',
  'too-few-cells',
  'too-many-cells',
  'missing-date',
  'invalid-date',
  'mixed-date-formats',
  'ambiguous-dates',
  'duplicate-date',
  'unordered-dates',
  'invalid-number',
  'missing-marker',
  'not-finite',
  'price-not-positive',
  'price-out-of-range',
  'thousands-separator',
  'decimal-comma',
  'mixed-decimal-separators',
  'ambiguous-decimals',
  'asset-without-prices',
  'wrong-columns',
  'missing-value',
  'unknown-asset',
  'weights-sum',
] as const;

export type PriceFileProblemCode = (typeof priceFileProblemCodes)[number];

/** One thing that is wrong in a file: where it is, what stands there and what to do about it. */
export interface PriceFileProblem {
  readonly code: PriceFileProblemCode;
  /** A whole sentence that names line, column and field. */
  readonly message: string;
  /** 1-based line of the file, null when the file as a whole is meant. */
  readonly line: number | null;
  /** 1-based column of the table (1 is the date), null when a whole line is meant. */
  readonly column: number | null;
  /** The column's header. */
  readonly field: string | null;
  /** What stands in the file, shortened. */
  readonly value: string | null;
  readonly remedy: string;
}

/** A refused file: the first problems in the order of the file, and how many there are in all. */
export interface RefusedFile {
  readonly ok: false;
  readonly problems: readonly PriceFileProblem[];
  readonly problemCount: number;
}

export interface Place {
  readonly line?: number | null;
  readonly column?: number | null;
  readonly field?: string | null;
  readonly value?: string | null;
}

const shownCharacters = 40;

/** Shortens what stands in a file for a message, and makes control characters visible. */
export function shorten(text: string): string {
  const clipped = text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text;
  return clipped.replace(/[\p{Cc}\u2028\u2029]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** "Line 5, column 3 (AAPL)": the part of a message that says where. */
export function describePlace(place: Place): string {
  const parts: string[] = [];
  if (place.line != null) parts.push(`line ${place.line}`);
  if (place.column != null) parts.push(`column ${place.column}`);
  const field = place.field == null || place.field === '' ? '' : ` (${shorten(place.field)})`;
  const text = parts.join(', ') + field;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A problem whose message opens with its place: `describeProblem('invalid-date', place, 'the date … is not …', remedy)`. */
export function describeProblem(
  code: PriceFileProblemCode,
  place: Place,
  sentence: string,
  remedy: string,
): PriceFileProblem {
  const where = describePlace(place);
  return {
    code,
    message: where === '' ? sentence.charAt(0).toUpperCase() + sentence.slice(1) : `${where}: ${sentence}`,
    line: place.line ?? null,
    column: place.column ?? null,
    field: place.field == null ? null : shorten(place.field),
    value: place.value == null ? null : shorten(place.value),
    remedy,
  };
}

/** Collects problems: the first of them are kept, all are counted, so that a file of junk costs no memory. */
export interface ProblemList {
  add(problem: PriceFileProblem): void;
  count(): number;
  refuse(): RefusedFile;
}

export function createProblemList(): ProblemList {
  // What is known only at the end of the file (the order of dates) is kept apart from what is found on the way:
  // the first N of both together are then among the first N of each.
  const inOrder: PriceFileProblem[] = [];
  const others: PriceFileProblem[] = [];
  let count = 0;
  let lastLine = 0;
  return {
    add(problem) {
      count += 1;
      const line = problem.line ?? 0;
      const list = line >= lastLine ? inOrder : others;
      if (list === inOrder) lastLine = line;
      if (list.length < maximumListedProblems) list.push(problem);
    },
    count: () => count,
    refuse() {
      const byPlace = [...inOrder, ...others].sort(
        (one, other) => (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0),
      );
      return { ok: false, problems: byPlace.slice(0, maximumListedProblems), problemCount: count };
    },
  };
}
