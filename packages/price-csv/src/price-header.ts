import { assetNameRemedy, assetNameSentence, isAssetName } from './asset-name.ts';
import { maximumAssetCount } from './limits.ts';
import { describeProblem, type PriceFileProblem } from './problem.ts';

/** The name of the first column of every price file, in any case. */
export const dateColumnName = 'date';

const assetHeaderRemedy = 'Give the column the name of its asset, or delete the column.';

/**
 * Checks the header of a price file and returns the asset names (trimmed, in the order of the file).
 *
 * Without a date column or an asset column nothing else can be judged: those problems are fatal.
 */
export function readPriceHeader(
  cells: readonly string[],
  line: number,
  report: (problem: PriceFileProblem, fatal: boolean) => void,
): string[] {
  const names = cells.map((cell) => cell.trim());
  const dateColumn = names.findIndex((name) => name.toLowerCase() === dateColumnName);
  if (dateColumn !== 0) {
    report(noDateColumn(names[0] ?? '', dateColumn, line), true);
    return [];
  }
  const assets = names.slice(1);
  if (assets.every((name) => name === '')) {
    report(
      describeProblem(
        'no-asset-column',
        { line },
        'there is no asset column beside the dates.',
        'Add one column of prices per asset, separated by commas, semicolons or tabs.',
      ),
      true,
    );
    return [];
  }
  if (assets.length > maximumAssetCount) {
    const sentence = `the header names ${assets.length} assets; the limit is ${maximumAssetCount}.`;
    report(describeProblem('too-many-assets', { line }, sentence, 'Split the file by assets.'), true);
    return [];
  }
  checkNames(names, line, (problem) => report(problem, false));
  return assets;
}

function checkNames(names: readonly string[], line: number, report: (problem: PriceFileProblem) => void): void {
  const columnOfName = new Map<string, number>();
  names.forEach((name, index) => {
    const place = { line, column: index + 1, field: name, value: name };
    const twin = columnOfName.get(index === 0 ? dateColumnName : name);
    if (name === '') {
      report(describeProblem('empty-header', place, 'the column has no name.', assetHeaderRemedy));
    } else if (twin !== undefined) {
      const sentence = `the asset stands in column ${twin} already.`;
      report(describeProblem('duplicate-asset', place, sentence, 'Delete or rename one of the two columns.'));
    } else if (!isAssetName(name)) {
      report(describeProblem('invalid-asset-name', place, assetNameSentence, assetNameRemedy));
    }
    if (twin === undefined) columnOfName.set(index === 0 ? dateColumnName : name, index + 1);
  });
}

function noDateColumn(first: string, dateColumn: number, line: number): PriceFileProblem {
  const sentence = `the first column must be named "date"; it is ${first === '' ? 'empty' : `"${first.slice(0, 40)}"`}.`;
  const remedy =
    dateColumn > 0
      ? `Move column ${dateColumn + 1} ("date") to the first place.`
      : 'Begin the file with a header line: date, then one column per asset.';
  return describeProblem('no-date-column', { line, column: 1, field: first, value: first }, sentence, remedy);
}
