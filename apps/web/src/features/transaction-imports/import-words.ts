/** The sentences of an import of transactions: what a file is, what would be stored, and what was. */
import type { ResembledTransaction, TransactionImport, TransactionImportResult } from '@riskoptimizer/contracts';
import { count, dateMedium, plural } from '../../platform/format.ts';
import { kindNames } from '../transactions/transaction-kinds.ts';

type Counted = Pick<TransactionImport, 'counts' | 'questions'>;

/** What was recognised, and whether anything is still to be said. */
export function readingVerdict({ counts, questions }: Counted): string {
  const { rows, valid, invalid, skipped } = counts;
  if (rows === 0) return 'No row of this file is a transaction.';
  const found =
    valid === rows
      ? rows === 1
        ? 'The one row can be stored'
        : `All ${count(rows)} rows can be stored`
      : `${count(valid)} of ${plural(rows, 'row')} can be stored`;
  const others = [
    invalid > 0 && `${count(invalid)} ${invalid === 1 ? 'has' : 'have'} errors`,
    skipped > 0 && `${count(skipped)} ${skipped === 1 ? 'is' : 'are'} left out`,
  ];
  const sentence = [found, ...others.filter(Boolean)].join('; ');
  return questions.length === 0 ? `${sentence}.` : `${sentence}. ${plural(questions.length, 'question')} to answer.`;
}

/** Which securities of the file are known. */
export function securitiesVerdict({ assets }: Pick<TransactionImport, 'assets'>): string {
  if (assets.length === 0) return 'The file names no security; there is nothing to match.';
  const open = assets.filter(({ assetId }) => assetId === null);
  if (open.length === 0) {
    return assets.length === 1 ? 'The one security is known.' : `All ${count(assets.length)} securities are known.`;
  }
  const rows = open.reduce((sum, { rowCount }) => sum + rowCount, 0);
  const known = `${count(assets.length - open.length)} of ${plural(assets.length, 'security', 'securities')}`;
  const wait = rows === 1 ? '1 row waits' : `${count(rows)} rows wait`;
  return `${known} ${assets.length - open.length === 1 ? 'is' : 'are'} known; ${wait} for ${open.length === 1 ? 'the other one' : 'the others'}.`;
}

/** What the last step would do. */
export function choiceVerdict(
  { counts }: Pick<TransactionImport, 'counts'>,
  storedCount: number,
  duplicatesOut: number,
): string {
  const { rows, valid, invalid, skipped, duplicates } = counts;
  const reasons = [
    invalid > 0 && `${count(invalid)} with errors`,
    duplicatesOut > 0 && `${count(duplicatesOut)} that look${duplicatesOut === 1 ? 's' : ''} like the ledger’s`,
    skipped > 0 && `${count(skipped)} by the mapping`,
    valid - storedCount - duplicatesOut > 0 && `${count(valid - storedCount - duplicatesOut)} by your choice`,
  ].filter(Boolean);
  const out = reasons.length === 0 ? '' : `; left out: ${reasons.join(', ')}`;
  const kept =
    duplicates > duplicatesOut && duplicates > 0
      ? `, ${count(duplicates - duplicatesOut)} of them although like the ledger’s`
      : '';
  return `${count(storedCount)} of ${plural(rows, 'row')} will be stored${kept}${out}.`;
}

/** What was done, for good. */
export function resultVerdict({ storedCount, leftOut }: TransactionImportResult, fileName: string): string {
  const stored = `${plural(storedCount, 'transaction')} of ${fileName} ${storedCount === 1 ? 'is' : 'are'} in the ledger`;
  const reasons = [
    leftOut.invalid > 0 && `${count(leftOut.invalid)} with errors`,
    leftOut.duplicates > 0 && `${count(leftOut.duplicates)} that looked like the ledger’s`,
    leftOut.skipped > 0 && `${count(leftOut.skipped)} by the mapping`,
    leftOut.notChosen > 0 && `${count(leftOut.notChosen)} by your choice`,
  ].filter(Boolean);
  return reasons.length === 0 ? `${stored}; no row was left out.` : `${stored}; left out: ${reasons.join(', ')}.`;
}

/** Why a row may be there already. */
export function resemblanceWords({ kind, date, because }: ResembledTransaction): string {
  const reason = because === 'external-id' ? 'same identifier at the broker' : 'the same in every figure';
  return `${kindNames[kind]} of ${dateMedium(date)} in the ledger, ${reason}`;
}
