/** A transaction as it is being typed: texts, until the schema of the API accepts them. */
import { type TransactionInput, type TransactionKind, transactionInput } from '@riskoptimizer/contracts';
import { plainDecimal } from '../../platform/plain-decimal.ts';
import { type FieldName, type FieldSpec, fieldsOf } from './transaction-kinds.ts';

export interface TransactionDraft {
  readonly kind: TransactionKind;
  readonly texts: Readonly<Partial<Record<FieldName, string>>>;
  /** Of a sale: how much of which lot, by the transaction that opened it. Empty: as the cost basis says. */
  readonly lots: Readonly<Record<string, string>>;
}

export type ReadTransaction =
  | { readonly content: TransactionInput; readonly problems: null }
  | { readonly content: null; readonly problems: ReadonlyMap<string, string> };

export function draftOf(content: TransactionInput): TransactionDraft {
  const texts: Partial<Record<FieldName, string>> = {};
  for (const { name, isOptional } of fieldsOf(content.kind)) {
    const value = (content as Readonly<Record<string, unknown>>)[name];
    // A fee of 0 is what an empty field means.
    texts[name] = typeof value === 'string' && !(isOptional && value === '0') ? value : '';
  }
  const lots = content.kind === 'sell' ? (content.lots ?? []) : [];
  return { kind: content.kind, texts, lots: Object.fromEntries(lots.map((lot) => [lot.transactionId, lot.quantity])) };
}

/** What is typed goes along when another kind is chosen, as far as that has the field. */
export function withKind(draft: TransactionDraft, kind: TransactionKind): TransactionDraft {
  return { kind, texts: draft.texts, lots: {} };
}

/** What the next one of its sort begins with: the same day, account and asset, and nothing that was counted. */
export function nextDraft({ kind, texts }: TransactionDraft): TransactionDraft {
  const { date = '', account = '', fromAccount = '', toAccount = '', assetId = '', currency = '' } = texts;
  return { kind, texts: { date, account, fromAccount, toAccount, assetId, currency }, lots: {} };
}

/** Accepted by the schema of the API, or what is wrong by field. */
export function readTransaction(draft: TransactionDraft): ReadTransaction {
  const problems = new Map<string, string>();
  const content: Record<string, unknown> = { kind: draft.kind };
  for (const field of fieldsOf(draft.kind)) {
    const text = (draft.texts[field.name] ?? '').trim();
    if (text === '') {
      if (!field.isOptional) problems.set(field.name, expected(field));
      else if (isNone(field)) content[field.name] = null;
      continue;
    }
    const value = field.input === 'decimal' ? plainDecimal(text) : text;
    if (value === null) problems.set(field.name, ambiguous(text));
    else content[field.name] = field.input === 'currency' ? value.toUpperCase() : value;
  }
  readLots(draft, content, problems);
  if (draft.kind === 'transfer') requireOneAccount(content, problems);
  if (problems.size > 0) return { content: null, problems };
  const read = transactionInput.safeParse(content);
  if (read.success) return { content: read.data, problems: null };
  for (const { path, message } of read.error.issues) problems.set(String(path[0] ?? 'kind'), message);
  return { content: null, problems };
}

function readLots({ kind, lots }: TransactionDraft, content: Record<string, unknown>, problems: Map<string, string>) {
  if (kind !== 'sell') return;
  const chosen = Object.entries(lots).filter(([, text]) => text.trim() !== '');
  if (chosen.length === 0) return;
  const read = chosen.map(([transactionId, text]) => ({ transactionId, quantity: plainDecimal(text.trim()) }));
  if (read.some(({ quantity }) => quantity === null)) problems.set('lots', 'expected units such as 12.5 for each lot');
  else content['lots'] = read;
}

function requireOneAccount(content: Record<string, unknown>, problems: Map<string, string>) {
  if (content['fromAccount'] !== null || content['toAccount'] !== null) return;
  problems.set('toAccount', 'expected at least one of both accounts');
}

/** Left out means 0 or "Main" for some, and is written as null for the others. */
function isNone({ name }: FieldSpec): boolean {
  return !['fee', 'tax', 'cashPerUnit'].includes(name);
}

function expected({ input }: FieldSpec): string {
  if (input === 'asset') return 'expected an asset';
  if (input === 'currency') return 'expected a currency such as USD';
  if (input === 'decimal') return 'expected a number such as 12.5';
  return input === 'date' ? 'expected a date' : 'expected a name';
}

function ambiguous(text: string): string {
  return `“${text}” can be read in two ways: write it without separators of thousands, and with a point`;
}
