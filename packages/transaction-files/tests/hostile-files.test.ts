/** Files that were made to do harm: each is refused with a reason, quickly, and nothing is thrown. */
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { readTransactionFile } from '../src/index.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const message = (bytes: Uint8Array) => {
  const file = readTransactionFile(bytes);
  return file.ok ? 'read' : file.problems[0]!.message;
};

const entities = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>';
test.each([
  ['an entity bomb', `<?xml version="1.0"?>${entities}<OFX>&b;</OFX>`, 'document type'],
  [
    'an entity of a file',
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><FlexQueryResponse>&a;</FlexQueryResponse>',
    'document type',
  ],
  ['an entity that is not declared', '<FlexQueryResponse>&a;</FlexQueryResponse>', 'no well-formed XML'],
  ['a document type within OFX 1', 'OFXHEADER:100\n\n<OFX><!DOCTYPE x></OFX>', 'document type'],
  ['XML without end', '<FlexQueryResponse><a>', 'no well-formed XML'],
  ['XML nested deep', '<a>'.repeat(10_000), 'nested more than'],
  ['OFX 1 nested deep', `OFXHEADER:100\n\n<OFX>${'<A>'.repeat(10_000)}`, 'nested more than'],
  ['XML of another kind', '<html></html>', 'begins with <html>'],
  ['JSON of another kind', '{"format":"x"}', 'riskoptimizer-transactions'],
  ['JSON cut off', '{"format":"riskoptimizer-transactions"', 'is no JSON'],
  ['JSON of another version', '{"format":"riskoptimizer-transactions","version":2,"transactions":[]}', 'version 2'],
  ['a million columns', `date,quantity\n${','.repeat(1_000_000)}`, '1000001 columns'],
  ['zero characters', 'date,quantity\n2024-01-01,\0', 'zero character'],
  ['an archive that is no workbook', 'PK\u0003\u0004 nothing', 'damaged'],
])('%s is refused', (_, text, reason) => {
  expect(message(encode(text))).toContain(reason);
});

test('__proto__ in JSON changes nothing', () => {
  const text =
    '{"format":"riskoptimizer-transactions","version":1,"__proto__":{"x":1},"assets":[{"__proto__":{"symbol":"X"},"assetId":"a"}],"transactions":[{"__proto__":{"kind":"buy"}}]}';
  const file = readTransactionFile(encode(text));
  expect(file.ok && file.rows[0]!.draft).toBeNull();
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});

test('a broken surrogate in UTF-16 is refused', () => {
  expect(message(Uint8Array.of(0xff, 0xfe, 0x61, 0, 0x00, 0xd8, 0x62, 0))).toContain('bytes that are no text');
});

const workbook = (sheet: Uint8Array, sheetName = 'xl/worksheets/sheet1.xml') =>
  zipSync({
    'xl/workbook.xml': encode('<workbook xmlns:r="r"><sheets><sheet name="A" r:id="1"/></sheets></workbook>'),
    'xl/_rels/workbook.xml.rels': encode(
      '<Relationships><Relationship Id="1" Target="worksheets/sheet1.xml"/></Relationships>',
    ),
    [sheetName]: sheet,
  });

test('a zip bomb is refused by what it announces, without inflating it', () => {
  const bomb = workbook(new Uint8Array(250_000_000));
  expect(bomb.length).toBeLessThan(1_000_000);
  const before = process.memoryUsage().arrayBuffers;
  expect(message(bomb)).toContain('more than 200 MB when it is inflated');
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
});

test('a zip bomb that announces less than it is inflates no further than it announced', () => {
  const bomb = workbook(new Uint8Array(100_000_000));
  const directory = new DataView(bomb.buffer, bomb.byteOffset, bomb.byteLength);
  for (let at = 0; at < bomb.length - 4; at += 1) {
    const signature = directory.getUint32(at, true);
    if (signature === 0x02014b50 && directory.getUint32(at + 24, true) === 100_000_000)
      directory.setUint32(at + 24, 1000, true);
  }
  const before = process.memoryUsage().arrayBuffers;
  expect(message(bomb)).not.toBe('read');
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
});

test('a workbook of too many parts, and one with a sheet that is missing', () => {
  const many = Object.fromEntries(Array.from({ length: 2100 }, (_, index) => [`a${index}`, new Uint8Array(0)]));
  expect(message(zipSync(many))).toContain('more than 2000 parts');
  expect(message(workbook(new Uint8Array(0), 'other.xml'))).toContain('no part "xl/worksheets/sheet1.xml"');
});

test('a sheet with a cell beyond every column, and one with an entity bomb', () => {
  expect(message(workbook(encode('<worksheet><row r="1"><c r="XFD1"><v>1</v></c></row></worksheet>')))).toContain(
    'columns',
  );
  expect(message(workbook(encode(`${entities}<worksheet>&b;</worksheet>`)))).toContain('document type');
});

test('random bytes never throw', () => {
  let state = 1;
  for (let run = 0; run < 300; run += 1) {
    const bytes = Uint8Array.from({ length: 400 }, () => {
      state = (state * 48_271) % 2_147_483_647;
      return run % 2 === 0 ? state % 256 : 32 + (state % 95);
    });
    expect(() => readTransactionFile(bytes)).not.toThrow();
  }
});
