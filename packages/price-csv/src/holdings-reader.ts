import { createDecimalEvidence, type DecimalEvidence, type DecimalSeparator, readDecimal } from './decimal-cell.ts';
import { sumDecimals } from './decimal-sum.ts';
import { checkAsset, checkWeightSum, emptyHoldings, wrongCellCount, wrongColumns } from './holdings-problems.ts';
import { maximumAssetCount } from './limits.ts';
import {
  type CellPlace,
  describeAmbiguousDecimals,
  describeDecimalFault,
  describeMixedSeparators,
} from './price-cell.ts';
import { createProblemList, describeProblem, type PriceFileProblem, type RefusedFile, shorten } from './problem.ts';
import { type RecordHandler, RecordReader } from './record-reader.ts';

/** What the second column of a holdings file holds: shares of the portfolio's value, or numbers of units. */
export type HoldingsKind = 'weight' | 'quantity';

export interface Holding {
  readonly asset: string;
  /** Decimal text with a point and without an exponent, as written: money and quantities are never doubles. */
  readonly amount: string;
  readonly line: number;
}

export interface HoldingsReaderOptions {
  /** The assets that may be named; without it every name may. */
  readonly knownAssets?: readonly string[];
  /** Weights must sum to this; 1 unless given, null for any sum. */
  readonly weightSum?: number | null;
  readonly decimalSeparator?: DecimalSeparator;
}

export type HoldingsResult =
  | {
      readonly ok: true;
      readonly kind: HoldingsKind;
      readonly holdings: readonly Holding[];
      /** The exact sum of the amounts, as decimal text. */
      readonly sum: string;
    }
  | RefusedFile;

/** More digits than any register of holdings keeps; it bounds the exact sum. */
const maximumAmountCharacters = 40;

/**
 * Reads a holdings file: a header `asset,weight` or `asset,quantity` (any case), a line an asset.
 *
 * Amounts may be negative (short positions) and are kept as decimal text. Weights must sum to 1 within
 * {@link weightSumTolerance}.
 *
 * @param text the file's text; any text gives a result, none throws.
 */
export function readHoldings(text: string, options: HoldingsReaderOptions = {}): HoldingsResult {
  return new HoldingsReading(options).read(text);
}

class HoldingsReading implements RecordHandler {
  readonly #problems = createProblemList();
  readonly #records = new RecordReader('asset', this);
  readonly #evidence: DecimalEvidence;
  readonly #known: ReadonlySet<string> | undefined;
  readonly #weightSum: number | null;
  readonly #lineOfAsset = new Map<string, number>();
  readonly #holdings: Holding[] = [];
  #kind: HoldingsKind | undefined;

  constructor(options: HoldingsReaderOptions) {
    this.#evidence = createDecimalEvidence(options.decimalSeparator);
    this.#known = options.knownAssets === undefined ? undefined : new Set(options.knownAssets);
    this.#weightSum = options.weightSum === undefined ? 1 : options.weightSum;
  }

  read(text: string): HoldingsResult {
    this.#records.write(text);
    this.#records.end();
    const problems = this.#problems;
    const kind = this.#kind;
    if (kind === undefined) {
      if (problems.count() === 0) problems.add(emptyHoldings(null));
      return problems.refuse();
    }
    const holdings = this.#holdings;
    if (problems.count() === 0 && holdings.length === 0) problems.add(emptyHoldings(1));
    const first = this.#evidence.first();
    if (this.#evidence.isAmbiguous() && first !== null) {
      problems.add(describeAmbiguousDecimals(this.#evidence.separator(), first, kind));
    }
    const sum = sumDecimals(holdings.map((holding) => holding.amount));
    if (problems.count() === 0 && kind === 'weight' && this.#weightSum !== null) {
      const problem = checkWeightSum(sum, this.#weightSum);
      if (problem !== undefined) problems.add(problem);
    }
    return problems.count() > 0 ? problems.refuse() : { ok: true, kind, holdings, sum };
  }

  record(cells: string[], line: number): void {
    const trimmed = cells.map((cell) => cell.trim());
    if (trimmed.every((cell) => cell === '')) return;
    if (this.#kind === undefined) this.#addHeader(trimmed, line);
    else this.#addHolding(trimmed, line, this.#kind);
  }

  problem(problem: PriceFileProblem, fatal: boolean): void {
    this.#problems.add(problem);
    if (fatal) this.#records.stop();
  }

  #addHeader(cells: readonly string[], line: number): void {
    const [first, second] = cells.map((cell) => cell.toLowerCase());
    if (cells.length === 2 && first === 'asset' && (second === 'weight' || second === 'quantity')) this.#kind = second;
    else this.problem(wrongColumns(cells, line), true);
  }

  #addHolding(cells: readonly string[], line: number, field: HoldingsKind): void {
    if (this.#holdings.length >= maximumAssetCount) {
      const sentence = `the file names more than ${maximumAssetCount} assets.`;
      return this.problem(describeProblem('too-many-assets', { line }, sentence, 'Split the file.'), true);
    }
    if (cells.length !== 2) return this.#problems.add(wrongCellCount(cells, line, field));
    const [asset = '', written = ''] = cells;
    const twin = this.#lineOfAsset.get(asset);
    const nameProblem = checkAsset(asset, line, this.#known, twin);
    if (nameProblem !== undefined) this.#problems.add(nameProblem);
    this.#lineOfAsset.set(asset, twin ?? line);
    const amount = this.#readAmount(written, { line, column: 2, field });
    if (amount !== undefined) this.#holdings.push({ asset, amount, line });
  }

  #readAmount(written: string, place: CellPlace): string | undefined {
    const problem = this.#amountProblem(written, place);
    if (problem === undefined) return plainDecimal(written.replace(',', '.'));
    this.#problems.add(problem);
    return undefined;
  }

  #amountProblem(written: string, place: CellPlace): PriceFileProblem | undefined {
    const where = { ...place, value: written };
    if (written === '') {
      const remedy = 'Write the number (0 for none), or delete the line.';
      return describeProblem('missing-value', where, `the ${place.field} is missing.`, remedy);
    }
    const reading = readDecimal(written, this.#records.delimiter !== ',');
    if (!reading.ok) return describeDecimalFault(reading.fault, written, place);
    if (/e/i.test(written) || written.length > maximumAmountCharacters) {
      const sentence = `"${shorten(written)}" is not a plain decimal of at most ${maximumAmountCharacters} characters.`;
      return describeProblem('invalid-number', where, sentence, 'Write it in full, such as 0.00012.');
    }
    if (this.#evidence.note(reading, place.line, place.column)) return undefined;
    return describeMixedSeparators(written, place, this.#evidence);
  }
}

/** "+.50" becomes "0.50", "5." becomes "5": digits on both sides of a point, no plus sign. */
function plainDecimal(text: string): string {
  const sign = text.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = text.replace(/^[+-]/, '').split('.');
  return `${sign}${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
}
