// Files of transactions: bytes in, draft transactions or row-precise problems out, and back. No files, no Node, no browser.
export { type DecodedText, decodeText } from './text/decode-text.ts';
export { detectDelimiter, readRecords, type TableRecord } from './text/read-records.ts';
