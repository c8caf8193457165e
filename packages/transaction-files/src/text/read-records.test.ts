import { expect, test } from 'vitest';
import { decodeText } from './decode-text.ts';
import { detectDelimiter, readRecords } from './read-records.ts';

test('lines count through quoted line ends, blank lines and every kind of line end', () => {
  const records = readRecords('a,b\r\n"x\ny",2\r\n\r\nc,"d ""e"""\rf,g', 'comma');
  expect(records).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['x\ny', '2'] },
    { line: 5, cells: ['c', 'd "e"'] },
    { line: 6, cells: ['f', 'g'] },
  ]);
});

test.each([
  ['a;b;c\n1,5;2,5;3\n1,5;2,5;3', 'semicolon'],
  ['Report of 2024\n\na\tb\n1,234\t2\n1,555\t2', 'tab'],
  ['a|b\n1|2', 'pipe'],
  ['"a, b",c\n"1;2;3",4\n', 'comma'],
  ['one column\n1\n2', 'comma'],
])('the delimiter of %j is a %s', (text, delimiter) => {
  expect(detectDelimiter(text)).toBe(delimiter);
});

test('a quote without end, a million columns and an endless cell are refused with their line', () => {
  expect(() => readRecords('a,b\n"x,1\n2,3', 'comma')).toThrow('line 2 opens a quoted cell');
  expect(() => readRecords(`a,b\n${','.repeat(1_000_000)}`, 'comma')).toThrow('line 2 has 1000001 columns');
  expect(() => readRecords(`a,b\n1,${'x'.repeat(20_000)}`, 'comma')).toThrow('line 2, column 2 has more than');
});

const text = 'Käufer;Größe\n1;2\n';
const utf16 = (littleEndian: boolean, mark: boolean) => {
  const characters = mark ? `\ufeff${text}` : text;
  const view = new DataView(new ArrayBuffer(characters.length * 2));
  for (let index = 0; index < characters.length; index += 1) {
    view.setUint16(index * 2, characters.charCodeAt(index), littleEndian);
  }
  return new Uint8Array(view.buffer);
};

test.each([
  ['utf-8', new TextEncoder().encode(text)],
  ['utf-8-bom', new TextEncoder().encode(`\ufeff${text}`)],
  ['utf-16le', utf16(true, true)],
  ['utf-16be', utf16(false, true)],
  ['utf-16le', utf16(true, false)],
  ['utf-16be', utf16(false, false)],
  ['windows-1252', Uint8Array.from(text, (character) => character.charCodeAt(0))],
])('%s is found out and read', (encoding, bytes) => {
  expect(decodeText(bytes, null)).toEqual({ text, encoding });
});

test('zero characters and broken surrogates are refused with their line', () => {
  expect(() => decodeText(new TextEncoder().encode('a,b\n1,\0'), null)).toThrow('line 2 holds a zero character');
  const lone = new Uint8Array([0xff, 0xfe, 0x61, 0x00, 0x0a, 0x00, 0x00, 0xd8, 0x61, 0x00]);
  expect(() => decodeText(lone, null)).toThrow('line 2 holds bytes that are no text');
  expect(() => decodeText(Uint8Array.of(0x61, 0xe4), 'utf-8')).toThrow('line 1');
});
