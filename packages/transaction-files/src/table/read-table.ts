/** A table of transactions, from whatever file it came: its columns are found, its cells understood, its rows drafted. */
import type {
  TransactionField,
  TransactionFileMapping,
  TransactionFileQuestion,
  TransactionTable,
} from '@riskoptimizer/contracts';
import { transactionFileRowsMax, transactionKinds } from '@riskoptimizer/contracts';
import { findDateOrder } from '../cells/date-cell.ts';
import { findDecimalSign, isMissing, readNumberCell } from '../cells/number-cell.ts';
import type { FileRow } from '../draft.ts';
import { FileRefusal, shown } from '../problem.ts';
import type { TableRecord } from '../text/read-records.ts';
import { draftRow } from './draft-row.ts';
import { findColumns, type TableColumns } from './find-columns.ts';
import { kindOfWord, type WordMeaning } from './kind-words.ts';
import { normaliseWords } from './normalise-words.ts';
import { draftOwnRow } from './own-row.ts';
import type { FileSigns } from './row-kind.ts';
import { type CellFormat, RowValues } from './row-values.ts';

export interface TableReading {
  readonly table: Omit<TransactionTable, 'encoding' | 'delimiter' | 'sheet' | 'sheets'>;
  readonly questions: TransactionFileQuestion[];
  readonly rows: FileRow[];
}

const numberFields = ['quantity', 'price', 'amount', 'netAmount', 'fee', 'tax', 'ratio'] as const;
const sampleCount = 3;
const sourceCharacters = 500;

/** @throws FileRefusal when the table cannot be read at all. */
export function readTable(records: readonly TableRecord[], mapping: TransactionFileMapping): TableReading {
  const columns = findColumns(records, mapping);
  if (columns.records.length > transactionFileRowsMax) throw tooManyRows(columns.records.length);
  const questions: TransactionFileQuestion[] = [];
  requireColumns(columns, questions);
  const format = findFormat(columns, mapping, questions);
  const signs = findSigns(columns);
  const unknown = new Map<string, number>();
  const kinds = new Map(
    Object.entries(mapping.kinds).map(([word, kind]) => [normaliseWords(word), kind as WordMeaning]),
  );
  const rows = columns.records.flatMap((record) => readRow(record, columns, format, mapping, kinds, signs, unknown));
  if (unknown.size > 0) questions.push(unknownKinds([...unknown.keys()]));
  if (rows.some(({ errors }) => errors.some(({ message }) => message.includes('the currency is missing')))) {
    questions.push(missingCurrency);
  }
  return { table: presentTable(columns, format), questions, rows };
}

function readRow(
  record: TableRecord,
  columns: TableColumns,
  format: CellFormat,
  mapping: TransactionFileMapping,
  kinds: ReadonlyMap<string, WordMeaning>,
  signs: FileSigns,
  unknown: Map<string, number>,
): FileRow[] {
  const row = new RowValues(record, columns, format);
  const base = { line: record.line, source: record.cells.join(' | ').slice(0, sourceCharacters) };
  const done = (drafts: readonly FileRow['draft'][]): FileRow[] =>
    drafts.map((draft) => ({ ...base, draft, errors: row.errors, warnings: row.warnings, isSkipped: false }));
  if (columns.isOwn) return done([draftOwnRow(row)]);
  const word = row.text('kind') ?? '';
  const meaning = word === '' ? impliedKind(row) : (kinds.get(normaliseWords(word)) ?? kindOfWord(word));
  if (meaning === 'skip') return [{ ...base, draft: null, errors: [], warnings: [], isSkipped: true }];
  if (meaning === undefined) {
    unknown.set(word, (unknown.get(word) ?? 0) + 1);
    row.fail('kind', `"${shown(word)}" is no known kind of transaction.`, 'Say what it means, or that it is left out.');
    return done([null]);
  }
  const drafts = draftRow(row, meaning, mapping, signs);
  return done(drafts.length === 0 ? [null] : drafts);
}

/** Without a word a row with a quantity is a trade, and one without moves cash. */
function impliedKind(row: RowValues): WordMeaning {
  return row.text('quantity') === null ? 'cash' : 'trade';
}

function requireColumns(columns: TableColumns, questions: TransactionFileQuestion[]): void {
  const { indexOf, names } = columns;
  const hasAmount = ['quantity', 'amount', 'netAmount'].some((field) => indexOf.has(field as TransactionField));
  const missing = [...(indexOf.has('date') ? [] : ['date']), ...(hasAmount ? [] : ['quantity or amount'])];
  if (missing.length === 0) return;
  questions.push({
    about: 'columns',
    message: `No column is known to hold ${missing.join(' and ')}.`,
    values: missing,
    options: [...names],
  });
}

function findFormat(
  columns: TableColumns,
  mapping: TransactionFileMapping,
  questions: TransactionFileQuestion[],
): CellFormat {
  if (columns.isOwn) return { decimalSign: 'point', doubtfulNumber: null, dateOrder: 'ymd' };
  const numbers = findDecimalSign(numberFields.flatMap((field) => cellsOf(columns, field, true)));
  const dates = findDateOrder(cellsOf(columns, 'date', false));
  if (mapping.decimalSign === null && numbers.doubtful.length > 0) {
    questions.push({
      about: 'decimalSign',
      message: `Is the decimal sign of ${numbers.doubtful.map((cell) => `"${shown(cell)}"`).join(' and ')} a point or a comma?`,
      values: numbers.doubtful.map(shown),
      options: ['point', 'comma'],
    });
  }
  if (mapping.dateOrder === null && dates.doubtful.length > 0) {
    questions.push({
      about: 'dateOrder',
      message: `Does the day or the month come first in ${dates.doubtful.map((cell) => `"${shown(cell)}"`).join(' and ')}?`,
      values: dates.doubtful.map(shown),
      options: ['dmy', 'mdy'],
    });
  }
  return {
    decimalSign: mapping.decimalSign ?? numbers.sign,
    doubtfulNumber: numbers.doubtful[0] ?? null,
    dateOrder: mapping.dateOrder ?? dates.order,
  };
}

/** The cells of a field; those that are numbers by their type tell nothing about how the file writes them. */
function cellsOf(columns: TableColumns, field: TransactionField, written: boolean): string[] {
  const index = columns.indexOf.get(field);
  if (index === undefined) return [];
  return columns.records.flatMap(({ cells, exact }) => {
    const cell = cells[index] ?? '';
    return isMissing(cell) || (written && exact?.has(index) === true) ? [] : [cell];
  });
}

function findSigns(columns: TableColumns): FileSigns {
  const signed = new Set<TransactionField>();
  for (const field of numberFields) {
    if (cellsOf(columns, field, false).some((cell) => readNumberCell(cell)?.negative === true)) signed.add(field);
  }
  return { signed };
}

function unknownKinds(words: readonly string[]): TransactionFileQuestion {
  return {
    about: 'kinds',
    message: `What ${words.length === 1 ? 'does this word' : 'do these words'} of the file mean?`,
    values: words.slice(0, 100).map(shown),
    options: [...transactionKinds, 'skip'],
  };
}

const missingCurrency: TransactionFileQuestion = {
  about: 'currency',
  message: 'In which currency are the rows that name none?',
  values: [],
  options: [],
};

function presentTable(columns: TableColumns, format: CellFormat): TableReading['table'] {
  const fieldOf = new Map([...columns.indexOf].map(([field, index]) => [index, field]));
  return {
    headerLine: columns.headerLine,
    decimalSign: format.decimalSign,
    dateOrder: format.dateOrder,
    columns: columns.names.map((name, index) => ({
      name,
      field: fieldOf.get(index) ?? null,
      samples: columns.records
        .slice(0, 20)
        .flatMap(({ cells }) => (cells[index] ? [shown(cells[index])] : []))
        .slice(0, sampleCount),
    })),
  };
}

function tooManyRows(count: number): FileRefusal {
  return new FileRefusal({
    message: `the file has ${count} rows; at most ${transactionFileRowsMax} are read at once.`,
    remedy: 'Split the file by date, and import the parts one after the other.',
  });
}
