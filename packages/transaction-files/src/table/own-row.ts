/** A row of one of our own tables: every field of its kind by its name, without any interpretation. */
import {
  type TransactionField,
  type TransactionKind,
  transactionInput,
  transactionKinds,
} from '@riskoptimizer/contracts';
import { checkDraft, type DraftTransaction } from '../draft.ts';
import { shown } from '../problem.ts';
import { type OwnColumn, ownNumberColumns } from './own-columns.ts';
import type { RowValues } from './row-values.ts';

const decimalText = /^-?\d{1,18}(\.\d{1,12})?$/;
const fieldsOfKind = new Map(transactionInput.options.map(({ shape }) => [shape.kind.value, Object.keys(shape)]));

export function draftOwnRow(row: RowValues): DraftTransaction | null {
  const kind = row.text('kind');
  if (kind === null || !transactionKinds.includes(kind as TransactionKind)) {
    row.fail('kind', `"${shown(kind ?? '')}" is no kind.`, `Write one of ${transactionKinds.join(', ')}.`);
    return null;
  }
  const content: Record<string, unknown> = {};
  const fields = fieldsOfKind.get(kind as TransactionKind)!;
  for (const field of fields) {
    if (field === 'assetId' || field === 'intoAssetId') continue;
    const value = fieldValue(row, field as OwnColumn);
    if (value !== null || field === 'fromAccount' || field === 'toAccount') content[field] = value;
  }
  const asset = fields.includes('assetId') ? row.asset(false) : null;
  const intoAsset = fields.includes('intoAssetId') ? row.asset(true) : null;
  if (row.errors.length > 0) return null;
  const result = checkDraft(content, asset, intoAsset);
  if ('content' in result) return { content: result.content, asset, intoAsset, reference: row.text('reference') };
  for (const { field, message } of result.issues) {
    row.fail(
      columnOfIssue(field),
      `${message}.`,
      `Write what a ${kind} needs, as docs/guides/transaction-files.md describes it.`,
    );
  }
  return null;
}

function fieldValue(row: RowValues, field: OwnColumn): unknown {
  if (field === 'date') return row.date();
  if (field === 'lots') return readLots(row);
  if (!ownNumberColumns.has(field)) return row.text(field);
  const text = row.text(field);
  // The digits stay as they are written, so that a file which nobody edited reads back equal.
  return text === null || decimalText.test(text) ? text : (row.number(field)?.toFixed() ?? null);
}

/** Lots are written as "reference:quantity", separated by spaces. */
function readLots(row: RowValues): unknown {
  const text = row.text('lots');
  if (text === null) return null;
  return text.split(' ').map((lot) => {
    const [transactionId, quantity] = lot.split(':');
    return { transactionId, quantity };
  });
}

function columnOfIssue(field: string): TransactionField {
  if (field === 'assetId') return 'symbol';
  return field === 'intoAssetId' ? 'intoSymbol' : (field as TransactionField);
}
