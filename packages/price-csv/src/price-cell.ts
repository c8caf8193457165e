import { type DecimalEvidence, type DecimalFault, type DecimalSeparator, readDecimal } from './decimal-cell.ts';
import { largestPrice, smallestPrice } from './limits.ts';
import { describeProblem, type PriceFileProblem, shorten } from './problem.ts';

export interface CellPlace {
  readonly line: number;
  readonly column: number;
  readonly field: string;
}

const plainNumber = /^\d+(?:\.\d+)?$/;

/** The fast way for nearly all cells of a comma-separated file: the price, or NaN when {@link readPrice} must look. */
export function readPlainPrice(cell: string): number {
  if (!plainNumber.test(cell)) return Number.NaN;
  const price = Number(cell);
  return price >= smallestPrice && price <= largestPrice ? price : Number.NaN;
}

/**
 * Reads a price: a positive number, or NaN for an empty cell (a missing price) and for a cell whose problem was reported.
 *
 * @param commaAllowed false in a comma-separated file.
 */
export function readPrice(
  cell: string,
  commaAllowed: boolean,
  evidence: DecimalEvidence,
  place: CellPlace,
  report: (problem: PriceFileProblem) => void,
): number {
  const text = cell.trim();
  if (text === '') return Number.NaN;
  const reading = readDecimal(text, commaAllowed);
  if (!reading.ok) {
    report(describeDecimalFault(reading.fault, text, place));
    return Number.NaN;
  }
  if (!evidence.note(reading, place.line, place.column)) {
    report(describeMixedSeparators(text, place, evidence));
    return Number.NaN;
  }
  return inRange(Number(reading.text), text, place, report);
}

function inRange(price: number, text: string, place: CellPlace, report: (problem: PriceFileProblem) => void): number {
  if (price >= smallestPrice && price <= largestPrice) return price;
  const where = { line: place.line, column: place.column, field: place.field, value: text };
  const shown = shorten(text);
  if (!Number.isFinite(price)) {
    report(describeProblem('not-finite', where, `"${shown}" is not a finite number.`, emptyCellRemedy));
  } else if (price < 0 || !/[1-9]/.test(text.split(/e/i)[0] ?? '')) {
    const sentence = `the price ${shown} is ${price < 0 ? 'negative' : 'zero'}; a price must be positive.`;
    report(describeProblem('price-not-positive', where, sentence, emptyCellRemedy));
  } else {
    const sentence = `the price ${shown} is outside ${smallestPrice} to ${largestPrice}.`;
    report(describeProblem('price-out-of-range', where, sentence, 'Correct the price, or change its unit.'));
  }
  return Number.NaN;
}

const emptyCellRemedy = 'Correct the price, or leave the cell empty when there was none.';

const faults: Record<DecimalFault, readonly [sentence: (shown: string) => string, remedy: string]> = {
  'invalid-number': [
    (shown) => `"${shown}" is not a number.`,
    'Write a plain number such as 123.45, without currency, percent sign or text.',
  ],
  'missing-marker': [
    (shown) => `"${shown}" is not a number; only an empty cell means that a value is missing.`,
    'Leave the cell empty.',
  ],
  'not-finite': [(shown) => `"${shown}" is not a finite number.`, emptyCellRemedy],
  'thousands-separator': [
    (shown) => `"${shown}" groups its thousands.`,
    'Write numbers without thousands separators: 1234.50, not 1,234.50.',
  ],
  'decimal-comma': [
    (shown) => `"${shown}" has a decimal comma in a file whose cells are separated by commas.`,
    'Write decimal points, or separate the cells by semicolons.',
  ],
  'mixed-decimal-separators': [
    (shown) => `"${shown}" has another decimal separator than the rest of the file.`,
    'Write all numbers with the same decimal separator and without thousands separators.',
  ],
};

/** The problem of a cell that is not a decimal number. */
export function describeDecimalFault(fault: DecimalFault, text: string, place: CellPlace): PriceFileProblem {
  const [sentence, remedy] = faults[fault];
  return describeProblem(fault, { ...place, value: text }, sentence(shorten(text)), remedy);
}

/** The problem of a cell whose separator is not the one the file used before (or the caller named). */
export function describeMixedSeparators(text: string, place: CellPlace, evidence: DecimalEvidence): PriceFileProblem {
  const first = evidence.first();
  const name = evidence.separator() === 'comma' ? 'a decimal comma' : 'a decimal point';
  const before = first === null ? `${name} was expected` : `line ${first.line}, column ${first.column} has ${name}`;
  const remedy = faults['mixed-decimal-separators'][1];
  const sentence = `"${shorten(text)}" has another decimal separator: ${before}.`;
  return describeProblem('mixed-decimal-separators', { ...place, value: text }, sentence, remedy);
}

/** The problem of a file in which every separator might as well group thousands. */
export function describeAmbiguousDecimals(
  separator: DecimalSeparator | null,
  place: { line: number; column: number },
  field: string,
): PriceFileProblem {
  const sign = separator === 'comma' ? ',' : '.';
  return describeProblem(
    'ambiguous-decimals',
    { ...place, field, value: null },
    `the "${sign}" may be a decimal separator or group thousands, and no number of the file settles which.`,
    'Write at least one number with another count of decimals, or say whether the decimal separator is a point or a comma.',
  );
}
