/** The one door for reading: bytes of any of the formats to rows, each a draft or the problems in its way. */
import { type TransactionFileMapping, transactionFileBytesMax, transactionFileMapping } from '@riskoptimizer/contracts';
import type { TransactionFile } from './draft.ts';
import { FileRefusal } from './problem.ts';
import { readTable } from './table/read-table.ts';
import { decodeText } from './text/decode-text.ts';
import { detectDelimiter, readRecords } from './text/read-records.ts';

/** What is found out from the file alone. */
export const emptyMapping: TransactionFileMapping = transactionFileMapping.parse({});

/**
 * Reads a file of transactions. The format is told by its first bytes and not by its name.
 *
 * @param mapping how tables are to be read; formats that name their fields themselves need none.
 */
export function readTransactionFile(
  bytes: Uint8Array,
  mapping: TransactionFileMapping = emptyMapping,
): TransactionFile {
  try {
    if (bytes.length === 0) throw new FileRefusal({ message: 'the file is empty.', remedy: 'Choose another file.' });
    if (bytes.length > transactionFileBytesMax) throw fileTooLarge();
    return readText(bytes, mapping);
  } catch (error) {
    if (error instanceof FileRefusal) return { ok: false, problems: error.details };
    throw error;
  }
}

function readText(bytes: Uint8Array, mapping: TransactionFileMapping): TransactionFile {
  const { text, encoding } = decodeText(bytes, mapping.encoding);
  const delimiter = mapping.delimiter ?? detectDelimiter(text);
  const { table, questions, rows } = readTable(readRecords(text, delimiter), mapping);
  return {
    ok: true,
    format: 'csv',
    table: { encoding, delimiter, sheet: null, sheets: [], ...table },
    questions,
    rows,
  };
}

function fileTooLarge(): FileRefusal {
  return new FileRefusal({
    message: `the file is larger than ${transactionFileBytesMax / 1e6} MB.`,
    remedy: 'Split the file by date, and import the parts one after the other.',
  });
}
