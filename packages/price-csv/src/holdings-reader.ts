import { assetNameRemedy, assetNameSentence, isAssetName } from './asset-name.ts';
import { createDecimalEvidence, type DecimalSeparator, readDecimal } from './decimal-cell.ts';
import { sumDecimals } from './decimal-sum.ts';
import { maximumAssetCount, weightSumTolerance } from './limits.ts';
import {
  type CellPlace,
  describeAmbiguousDecimals,
  describeDecimalFault,
  describeMixedSeparators,
} from './price-cell.ts';
import { createProblemList, describeProblem, type PriceFileProblem, type RefusedFile, shorten } from './problem.ts';
import { createRecordReader } from './record-reader.ts';

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
  const problems = createProblemList();
  const evidence = createDecimalEvidence(options.decimalSeparator);
  const known = options.knownAssets === undefined ? undefined : new Set(options.knownAssets);
  const lineOfAsset = new Map<string, number>();
  const holdings: Holding[] = [];
  let kind: HoldingsKind | undefined;

  const records = createRecordReader('asset', {
    record(cells, line) {
      if (cells.every((cell) => cell.trim() === '')) return;
      const trimmed = cells.map((cell) => cell.trim());
      if (kind === undefined) addHeader(trimmed, line);
      else addHolding(trimmed, line, kind);
    },
    problem(problem, fatal) {
      problems.add(problem);
      if (fatal) records.stop();
    },
  });

  function addHeader(cells: readonly string[], line: number): void {
    const names = cells.map((cell) => cell.toLowerCase());
    if (names.length === 2 && names[0] === 'asset' && (names[1] === 'weight' || names[1] === 'quantity')) {
      kind = names[1];
      return;
    }
    problems.add(wrongColumns(cells, line));
    records.stop();
  }

  function addHolding(cells: readonly string[], line: number, field: HoldingsKind): void {
    if (holdings.length >= maximumAssetCount) {
      const sentence = `the file names more than ${maximumAssetCount} assets.`;
      problems.add(describeProblem('too-many-assets', { line }, sentence, 'Split the file.'));
      return records.stop();
    }
    if (cells.length !== 2) return problems.add(wrongCellCount(cells, line, field));
    const [asset = '', written = ''] = cells;
    const nameProblem = checkAsset(asset, line, known, lineOfAsset.get(asset));
    if (nameProblem !== undefined) problems.add(nameProblem);
    lineOfAsset.set(asset, lineOfAsset.get(asset) ?? line);
    const amount = readAmount(written, { line, column: 2, field });
    if (amount !== undefined) holdings.push({ asset, amount, line });
  }

  function readAmount(written: string, place: CellPlace): string | undefined {
    const where = { ...place, value: written };
    if (written === '') {
      const sentence = `the ${place.field} is missing.`;
      problems.add(
        describeProblem('missing-value', where, sentence, 'Write the number (0 for none), or delete the line.'),
      );
      return undefined;
    }
    const reading = readDecimal(written, records.delimiter() !== ',');
    if (!reading.ok) {
      problems.add(describeDecimalFault(reading.fault, written, place));
      return undefined;
    }
    if (/e/i.test(written) || written.length > maximumAmountCharacters) {
      const sentence = `"${shorten(written)}" is not a plain decimal of at most ${maximumAmountCharacters} characters.`;
      problems.add(describeProblem('invalid-number', where, sentence, 'Write it in full, such as 0.00012.'));
      return undefined;
    }
    if (evidence.note(reading, place.line, place.column)) return plainDecimal(reading.text);
    problems.add(describeMixedSeparators(written, place, evidence));
    return undefined;
  }

  records.write(text);
  records.end();
  if (kind === undefined) {
    if (problems.count() === 0) problems.add(emptyHoldings(null));
    return problems.refuse();
  }
  if (problems.count() === 0 && holdings.length === 0) problems.add(emptyHoldings(1));
  const first = evidence.first();
  if (evidence.isAmbiguous() && first !== null) {
    problems.add(describeAmbiguousDecimals(evidence.separator(), first, kind));
  }
  const sum = sumDecimals(holdings.map((holding) => holding.amount));
  const expected = options.weightSum === undefined ? 1 : options.weightSum;
  if (problems.count() === 0 && kind === 'weight' && expected !== null) {
    const problem = checkWeightSum(sum, expected);
    if (problem !== undefined) problems.add(problem);
  }
  return problems.count() > 0 ? problems.refuse() : { ok: true, kind, holdings, sum };
}

/** "+.50" becomes "0.50", "5." becomes "5": digits on both sides of a point, no plus sign. */
function plainDecimal(text: string): string {
  const sign = text.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = text.replace(/^[+-]/, '').split('.');
  return `${sign}${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
}

function checkAsset(
  asset: string,
  line: number,
  known: ReadonlySet<string> | undefined,
  twin: number | undefined,
): PriceFileProblem | undefined {
  const place = { line, column: 1, field: 'asset', value: asset };
  if (asset === '') return describeProblem('missing-value', place, 'the asset has no name.', 'Write its name.');
  if (twin !== undefined) {
    const sentence = `"${shorten(asset)}" stands on line ${twin} already.`;
    return describeProblem('duplicate-asset', place, sentence, 'Keep one line per asset.');
  }
  if (!isAssetName(asset)) return describeProblem('invalid-asset-name', place, assetNameSentence, assetNameRemedy);
  if (known === undefined || known.has(asset)) return undefined;
  return describeProblem('unknown-asset', place, `"${shorten(asset)}" is not a known asset.`, listKnown(known));
}

function listKnown(known: ReadonlySet<string>): string {
  const shown = [...known].slice(0, 20).map(shorten).join(', ');
  return `Use one of: ${shown}${known.size > 20 ? `, … (${known.size} in all)` : ''}.`;
}

/** The problem of weights that do not sum as they must; undefined when they do. */
export function checkWeightSum(sum: string, expected: number): PriceFileProblem | undefined {
  if (Math.abs(Number(sum) - expected) <= weightSumTolerance) return undefined;
  const percent = Math.abs(Number(sum) - 100 * expected) <= 100 * weightSumTolerance;
  return describeProblem(
    'weights-sum',
    { column: 2, field: 'weight', value: sum },
    `the weights sum to ${shorten(sum)}; they must sum to ${expected} (within ${weightSumTolerance}).`,
    percent ? 'These look like percentages: divide them by 100.' : 'Correct the weights, or add the missing assets.',
  );
}

function wrongColumns(cells: readonly string[], line: number): PriceFileProblem {
  const found = cells.slice(0, 5).map(shorten).join(', ');
  return describeProblem(
    'wrong-columns',
    { line, column: 1, field: cells[0] ?? '', value: found },
    `the header is "${found}"; it must be "asset,weight" or "asset,quantity".`,
    'Begin the file with the line asset,weight (or asset,quantity) and give each asset one line.',
  );
}

function wrongCellCount(cells: readonly string[], line: number, field: HoldingsKind): PriceFileProblem {
  const few = cells.length < 2;
  return describeProblem(
    few ? 'too-few-cells' : 'too-many-cells',
    { line, column: few ? 2 : 3, field: few ? field : null, value: few ? null : (cells[2] ?? null) },
    `the line has ${cells.length} cells; the header has 2.`,
    few ? `Write the ${field} after the asset.` : 'Remove the extra cells.',
  );
}

function emptyHoldings(line: number | null): PriceFileProblem {
  const sentence = line === null ? 'the file is empty.' : 'the file has a header and no assets.';
  return describeProblem('empty-file', { line }, sentence, 'Give each asset one line: asset,weight or asset,quantity.');
}
