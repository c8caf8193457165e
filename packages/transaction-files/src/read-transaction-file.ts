/** The one door for reading: bytes of any of the formats to rows, each a draft or the problems in its way. */
import {
  type TextEncoding,
  type TransactionFileMapping,
  transactionFileBytesMax,
  transactionFileMapping,
  transactionFileRowsMax,
} from '@riskoptimizer/contracts';
import type { FileRow, TransactionFile } from './draft.ts';
import { isFlex, readFlex } from './flex/read-flex.ts';
import { readOfx } from './ofx/read-ofx.ts';
import { readSgml } from './ofx/read-sgml.ts';
import { FileRefusal } from './problem.ts';
import { readTable } from './table/read-table.ts';
import { decodeText } from './text/decode-text.ts';
import { detectDelimiter, readRecords } from './text/read-records.ts';
import { readTransactionsJson } from './transactions-json.ts';
import { readWorkbook } from './xlsx/read-workbook.ts';
import { readXmlTree } from './xml/read-xml.ts';

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
    return readAny(bytes, mapping);
  } catch (error) {
    if (error instanceof FileRefusal) return { ok: false, problems: error.details };
    throw error;
  }
}

function readAny(bytes: Uint8Array, mapping: TransactionFileMapping): TransactionFile {
  // "PK": an archive, which of all formats read here only workbooks are.
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readXlsx(bytes, mapping);
  const { text, encoding } = decodeText(bytes, mapping.encoding);
  const start = text.trimStart().slice(0, 2000);
  if (start.startsWith('{')) return entries('json', readTransactionsJson(text));
  if (start.startsWith('OFXHEADER') || /^<OFX>/i.test(start)) return entries('ofx', readOfx(readSgml(text)));
  if (start.startsWith('<')) return readXml(text.trimStart());
  return readCsv(text, encoding, mapping);
}

function readXml(text: string): TransactionFile {
  const root = readXmlTree(text);
  if (isFlex(root)) return entries('flex', readFlex(root));
  if (root.name === 'OFX') return entries('ofx', readOfx(root));
  throw new FileRefusal({
    message: `an XML file that begins with <${root.name.slice(0, 40)}> is not known.`,
    remedy: 'Read are OFX and the Flex queries of Interactive Brokers.',
  });
}

function entries(format: 'json' | 'ofx' | 'flex', rows: FileRow[]): TransactionFile {
  if (rows.length > transactionFileRowsMax) {
    throw new FileRefusal({
      message: `the file has ${rows.length} transactions; at most ${transactionFileRowsMax} are read at once.`,
      remedy: 'Export a shorter period.',
    });
  }
  return { ok: true, format, table: null, questions: [], rows };
}

function readXlsx(bytes: Uint8Array, mapping: TransactionFileMapping): TransactionFile {
  const { sheet, sheets, records } = readWorkbook(bytes, mapping.sheet);
  const { table, questions, rows } = readTable(records, mapping);
  return {
    ok: true,
    format: 'xlsx',
    table: { encoding: null, delimiter: null, sheet, sheets: [...sheets], ...table },
    questions,
    rows,
  };
}

function readCsv(text: string, encoding: TextEncoding, mapping: TransactionFileMapping): TransactionFile {
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
