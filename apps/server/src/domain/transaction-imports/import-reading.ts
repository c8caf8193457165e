/** What a file of transactions says, with its securities found among the owner's assets and its rows set beside the ledger. */
import type {
  ImportedAsset,
  ImportRowStatus,
  ProblemDetail,
  ResembledTransaction,
  TransactionFileMapping,
  TransactionImport,
  TransactionInput,
} from '@riskoptimizer/contracts';
import {
  completeDraft,
  type DraftTransaction,
  type FileRow,
  type TransactionFile,
} from '@riskoptimizer/transaction-files';
import { assetKeyOf, type FoundAssets } from './find-assets.ts';
import { createResemblance, type LedgerOfImport } from './resemblance.ts';

/** What was found out about the file as a whole. */
export interface ImportReading
  extends Pick<TransactionImport, 'format' | 'mapping' | 'table' | 'questions' | 'counts'> {
  readonly assets: readonly ImportedAsset[];
}

export interface StagedRow {
  readonly row: number;
  readonly line: number;
  readonly status: ImportRowStatus;
  readonly transaction: TransactionInput | null;
  /** What lots of other rows call it. */
  readonly reference: string | null;
  readonly looksLike: ResembledTransaction | null;
  readonly errors: readonly ProblemDetail[];
  readonly warnings: readonly ProblemDetail[];
  readonly source: string;
}

type ReadFile = Extract<TransactionFile, { ok: true }>;

export function readImport(
  file: ReadFile,
  mapping: TransactionFileMapping,
  found: FoundAssets,
  ledger: LedgerOfImport,
): { readonly reading: ImportReading; readonly rows: StagedRow[] } {
  const resembles = createResemblance(ledger);
  const rows = file.rows.map((row, index): StagedRow => {
    const base = { row: index + 1, line: row.line, warnings: row.warnings, source: row.source };
    const reference = row.draft?.reference ?? null;
    if (row.isSkipped) return { ...base, status: 'skipped', transaction: null, reference, looksLike: null, errors: [] };
    const errors = [...row.errors, ...missingAssets(row, found)];
    if (row.draft === null || errors.length > 0) {
      return { ...base, status: 'invalid', transaction: null, reference, looksLike: null, errors };
    }
    const transaction = complete(row.draft, found);
    return { ...base, status: 'valid', transaction, reference, looksLike: resembles(transaction), errors: [] };
  });
  const count = (status: ImportRowStatus) => rows.filter((row) => row.status === status).length;
  const counts = {
    rows: rows.length,
    valid: count('valid'),
    invalid: count('invalid'),
    skipped: count('skipped'),
    duplicates: rows.filter(({ looksLike }) => looksLike !== null).length,
  };
  const { format, table, questions } = file;
  return { reading: { format, mapping, table, questions: [...questions], assets: found.assets, counts }, rows };
}

function complete(draft: DraftTransaction, found: FoundAssets): TransactionInput {
  const idOf = (reference: DraftTransaction['asset']) =>
    reference === null ? null : (found.idOf.get(assetKeyOf(reference)) ?? null);
  return completeDraft(draft, idOf(draft.asset), idOf(draft.intoAsset));
}

function missingAssets({ draft, line }: FileRow, found: FoundAssets): ProblemDetail[] {
  const references = draft === null ? [] : [draft.asset, draft.intoAsset];
  return references.flatMap((reference) => {
    if (reference === null || found.idOf.has(assetKeyOf(reference))) return [];
    const name = reference.symbol ?? reference.isin ?? reference.figi ?? reference.name ?? '';
    return [
      {
        message: `Line ${line}: none of your assets is known as "${name}".`,
        field: 'asset',
        line,
        value: name,
        remedy: 'Say which asset it is, or import its prices first.',
      },
    ];
  });
}
