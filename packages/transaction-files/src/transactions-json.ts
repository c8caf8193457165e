/** Our own JSON: every field as it is stored, with what the assets are called, so that it can be read in another account. */
import { type AssetReference, transactionFileRowsMax, transactionInput } from '@riskoptimizer/contracts';
import { textBytes } from './archive/text-bytes.ts';
import { checkDraft, type FileRow, withoutAssets } from './draft.ts';
import { FileRefusal, shown } from './problem.ts';
import type { AssetNames, WrittenTransaction } from './write-table.ts';

const formatName = 'riskoptimizer-transactions';
const formatVersion = 1;
const sourceCharacters = 500;

/** One entry a line, so that two files can be compared by eye. */
export function writeTransactionsJson(
  transactions: Iterable<WrittenTransaction>,
  assets: AssetNames,
): Generator<Uint8Array> {
  return textBytes(jsonTexts(transactions, assets));
}

function* jsonTexts(transactions: Iterable<WrittenTransaction>, assets: AssetNames): Generator<string> {
  yield `{\n "format": "${formatName}",\n "version": ${formatVersion},\n "assets": [`;
  yield* entriesText([...assets].map(([assetId, names]) => ({ assetId, ...names })));
  yield '],\n "transactions": [';
  yield* entriesText(written(transactions));
  yield ']\n}\n';
}

function* written(transactions: Iterable<WrittenTransaction>) {
  for (const { id, content } of transactions) yield { reference: id, ...content };
}

function* entriesText(entries: Iterable<object>): Generator<string> {
  let separator = '\n  ';
  for (const entry of entries) {
    yield separator + JSON.stringify(entry);
    separator = ',\n  ';
  }
  if (separator.startsWith(',')) yield '\n ';
}

/** @throws FileRefusal when it is no JSON, or not ours. */
export function readTransactionsJson(text: string): FileRow[] {
  const document = parsed(text);
  if (!isRecord(document) || document['format'] !== formatName || !Array.isArray(document['transactions'])) {
    throw refused(`is not "${formatName}": that must stand in its field "format", beside "transactions"`);
  }
  if (document['version'] !== formatVersion)
    throw refused(`has version ${shown(String(document['version']))}; ${formatVersion} is read`);
  if (document['transactions'].length > transactionFileRowsMax)
    throw refused(`has more than ${transactionFileRowsMax} transactions`);
  const names = namesOf(document['assets']);
  return document['transactions'].map((entry: unknown, index) => readEntry(entry, index + 1, names));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw refused(`is no JSON: ${shown((error as Error).message)}`);
  }
}

function refused(sentence: string): FileRefusal {
  return new FileRefusal({ message: `the file ${sentence}.`, remedy: 'Choose a file that was exported as JSON here.' });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function namesOf(assets: unknown): Map<string, AssetReference> {
  const list: unknown[] = Array.isArray(assets) ? assets : [];
  return new Map(
    list.filter(isRecord).map((asset) => {
      const text = (field: string) => (typeof asset[field] === 'string' ? asset[field] : null);
      const assetId = text('assetId') ?? '';
      return [assetId, { assetId, symbol: text('symbol'), isin: text('isin'), figi: text('figi'), name: text('name') }];
    }),
  );
}

function readEntry(entry: unknown, line: number, names: ReadonlyMap<string, AssetReference>): FileRow {
  const source = shown(JSON.stringify(entry) ?? '').slice(0, sourceCharacters);
  const base = { line, warnings: [], isSkipped: false, source };
  if (!isRecord(entry)) return { ...base, draft: null, errors: [problem(line, 'transaction', 'it is no object.')] };
  const { reference, ...written } = entry;
  const input = transactionInput.safeParse(written);
  if (!input.success) {
    const errors = input.error.issues.map(({ path, message }) => problem(line, path.join('/'), `${message}.`));
    return { ...base, draft: null, errors };
  }
  const { assetId, intoAssetId } = { assetId: null, intoAssetId: null, ...input.data };
  const nameOf = (id: string | null) =>
    id === null ? null : (names.get(id) ?? { assetId: id, symbol: null, isin: null, figi: null, name: null });
  const [asset, intoAsset] = [nameOf(assetId), nameOf(intoAssetId)];
  const content = withoutAssets(input.data);
  // Checked once more as every draft is, so that one door decides.
  const checked = checkDraft(content, asset, intoAsset);
  if (!('content' in checked))
    return { ...base, draft: null, errors: checked.issues.map(({ field, message }) => problem(line, field, message)) };
  const draft = {
    content: checked.content,
    asset,
    intoAsset,
    reference: typeof reference === 'string' ? reference : null,
  };
  return { ...base, draft, errors: [] };
}

function problem(line: number, field: string, message: string) {
  return {
    message: `Transaction ${line}, ${field}: ${message}`,
    field,
    line,
    remedy: 'Correct the entry, or leave it out.',
  };
}
