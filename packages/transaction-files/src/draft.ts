/** What reading a file gives: rows, each a transaction whose assets are still names, or the problems that stand in its way. */
import {
  type AssetReference,
  type ProblemDetail,
  type TransactionFileQuestion,
  type TransactionInput,
  type TransactionTable,
  transactionInput,
} from '@riskoptimizer/contracts';

type WithoutAssets<Kind> = Kind extends unknown ? Omit<Kind, 'assetId' | 'intoAssetId'> : never;
/** A transaction without the identifiers of its assets, which a file does not know. */
export type DraftContent = WithoutAssets<TransactionInput>;

export interface DraftTransaction {
  readonly content: DraftContent;
  readonly asset: AssetReference | null;
  readonly intoAsset: AssetReference | null;
  /** Identifier within the file, to which the lots of other rows refer. */
  readonly reference: string | null;
}

export interface FileRow {
  /** Line of a text, row of a sheet, or number of the entry; from 1. */
  readonly line: number;
  /** Null when there are errors, and when the user wants it left out. */
  readonly draft: DraftTransaction | null;
  readonly errors: readonly ProblemDetail[];
  readonly warnings: readonly ProblemDetail[];
  readonly isSkipped: boolean;
  /** What the file says, for whoever has to correct it. */
  readonly source: string;
}

export type TransactionFile =
  | {
      readonly ok: true;
      readonly format: 'csv' | 'xlsx' | 'ofx' | 'flex' | 'json';
      readonly table: TransactionTable | null;
      readonly questions: readonly TransactionFileQuestion[];
      readonly rows: readonly FileRow[];
    }
  | { readonly ok: false; readonly problems: readonly ProblemDetail[] };

/** Two identifiers that stand for assets while a draft is checked against the contract. */
const anyAsset = '00000000-0000-4000-8000-000000000001';
const anyOtherAsset = '00000000-0000-4000-8000-000000000002';

/** Checks a draft by the contract of transactions; the issues are those of its fields. */
export function checkDraft(
  content: Record<string, unknown>,
  asset: AssetReference | null,
  intoAsset: AssetReference | null,
): { content: DraftContent } | { issues: { field: string; message: string }[] } {
  const hasOptionalAsset = content['kind'] === 'fee' || content['kind'] === 'tax' || content['kind'] === 'transfer';
  const parsed = transactionInput.safeParse({
    ...content,
    ...(asset !== null ? { assetId: anyAsset } : hasOptionalAsset ? { assetId: null } : {}),
    ...(intoAsset === null ? {} : { intoAssetId: anyOtherAsset }),
  });
  if (parsed.success) return { content: withoutAssets(parsed.data) };
  return {
    issues: parsed.error.issues.map(({ path, message }) => ({ field: String(path[0] ?? 'kind'), message })),
  };
}

/** A transaction without its assets. */
export function withoutAssets(input: TransactionInput): DraftContent {
  const { assetId: _, intoAssetId: __, ...content } = { assetId: null, intoAssetId: null, ...input };
  return content;
}

/** The transaction of a draft whose assets have been found. @throws ZodError when the kind needs an asset that is null. */
export function completeDraft(
  { content, asset, intoAsset }: DraftTransaction,
  assetId: string | null,
  intoAssetId: string | null,
): TransactionInput {
  const hasAsset = asset !== null || content.kind === 'fee' || content.kind === 'tax' || content.kind === 'transfer';
  return transactionInput.parse({
    ...content,
    ...(hasAsset ? { assetId } : {}),
    ...(intoAsset === null ? {} : { intoAssetId }),
  });
}
