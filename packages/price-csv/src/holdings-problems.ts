import { assetNameRemedy, assetNameSentence, isAssetName } from './asset-name.ts';
import { weightSumTolerance } from './limits.ts';
import { describeProblem, type PriceFileProblem, shorten } from './problem.ts';

export function checkAsset(
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

export function wrongColumns(cells: readonly string[], line: number): PriceFileProblem {
  const found = cells.slice(0, 5).map(shorten).join(', ');
  return describeProblem(
    'wrong-columns',
    { line, column: 1, field: cells[0] ?? '', value: found },
    `the header is "${found}"; it must be "asset,weight" or "asset,quantity".`,
    'Begin the file with the line asset,weight (or asset,quantity) and give each asset one line.',
  );
}

export function wrongCellCount(cells: readonly string[], line: number, field: 'weight' | 'quantity'): PriceFileProblem {
  const few = cells.length < 2;
  return describeProblem(
    few ? 'too-few-cells' : 'too-many-cells',
    { line, column: few ? 2 : 3, field: few ? field : null, value: few ? null : (cells[2] ?? null) },
    `the line has ${cells.length} cells; the header has 2.`,
    few ? `Write the ${field} after the asset.` : 'Remove the extra cells.',
  );
}

export function emptyHoldings(line: number | null): PriceFileProblem {
  const sentence = line === null ? 'the file is empty.' : 'the file has a header and no assets.';
  return describeProblem('empty-file', { line }, sentence, 'Give each asset one line: asset,weight or asset,quantity.');
}
