import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maximumFileBytes, maximumRecordCharacters } from './limits.ts';
import type { PriceFileProblem } from './problem.ts';
import { checkFileSize } from './record-problems.ts';
import { RecordReader } from './record-reader.ts';

function readRecords(text: string, pieceCharacters?: number) {
  const records: { cells: string[]; line: number }[] = [];
  const problems: PriceFileProblem[] = [];
  const reader = new RecordReader(
    'date',
    { record: (cells, line) => records.push({ cells, line }), problem: (problem) => problems.push(problem) },
    pieceCharacters,
  );
  reader.write(text);
  reader.end();
  return { records, problems, delimiter: reader.delimiter };
}

describe('RecordReader', () => {
  it('counts lines through quoted line breaks and every kind of line end', () => {
    const { records } = readRecords('date,"A\r\nB",C\r\n1,"x\n\ny",2\r3,4,5\n\n6,7,8');
    expect(records).toEqual([
      { cells: ['date', 'A\nB', 'C'], line: 1 },
      { cells: ['1', 'x\n\ny', '2'], line: 3 },
      { cells: ['3', '4', '5'], line: 6 },
      { cells: [''], line: 7 },
      { cells: ['6', '7', '8'], line: 8 },
    ]);
  });

  it('gives the same records and problems for every size of the pieces that are parsed', () => {
    const part = fc.constantFrom(
      'date',
      'A',
      ',',
      ';',
      '"',
      '""',
      '\n',
      '\r\n',
      '\r',
      ' ',
      '1.5',
      '"a\nb"',
      '\0',
      '\ufeff',
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 120 }).map((parts) => parts.join('')),
        fc.integer({ min: 1, max: 40 }),
        (text, pieceCharacters) => {
          expect(readRecords(text, pieceCharacters)).toEqual(readRecords(text));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('stops at a quotation mark that is never closed, without keeping the file', () => {
    const endless = `date,A\n2024-01-02,"1\n${'2024-01-03,2\n'.repeat(100_000)}`;
    const { problems } = readRecords(endless);
    expect(problems.map(({ code, line }) => [code, line])).toEqual([['record-too-long', 2]]);
    expect(endless.length).toBeGreaterThan(maximumRecordCharacters);
  });

  it('refuses a file over the limit from its size, or while it is read', () => {
    expect(checkFileSize(maximumFileBytes)).toBeUndefined();
    expect(checkFileSize(300_000_000)).toMatchObject({
      code: 'file-too-large',
      message: 'The file has 300.0 MB; the limit is 100 MB.',
    });
    const problems: PriceFileProblem[] = [];
    const reader = new RecordReader('date', { record: () => {}, problem: (problem) => problems.push(problem) });
    const megabyte = 'date,A\n2024-01-02,1\n'.repeat(50_000);
    for (let count = 0; count < 120; count++) reader.write(megabyte);
    reader.end();
    expect(problems.map(({ message }) => message)).toEqual(['The file is larger than 100 MB.']);
  });
});
