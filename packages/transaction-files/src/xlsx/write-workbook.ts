/** A workbook of plain tables: numbers are numbers, everything else is text that no spreadsheet calculates. */
import { textBytes } from '../archive/text-bytes.ts';
import { ZipWriter } from '../archive/zip-writer.ts';
import type { WrittenCell } from '../table/written-cell.ts';
import { escapeText } from './text-escapes.ts';

export interface WrittenSheet {
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: Iterable<readonly WrittenCell[]>;
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packaging = 'http://schemas.openxmlformats.org/package/2006';
const documentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
/** Spreadsheets keep no more digits of a number: a longer one is written as text, so that none is lost. */
const significantDigitsMax = 15;

/** The bytes of a workbook in pieces: a sheet is never in memory as a whole. */
export function* writeWorkbook(sheets: readonly WrittenSheet[]): Generator<Uint8Array> {
  const names = sheets.map(({ name }, index) => ({ name, file: `sheet${index + 1}.xml`, id: `rId${index + 1}` }));
  const parts: [name: string, content: Iterable<string>][] = [
    [
      '[Content_Types].xml',
      [
        `${declaration}<Types xmlns="${packaging}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${documentType}.sheet.main+xml"/>${names.map(({ file }) => `<Override PartName="/xl/worksheets/${file}" ContentType="${documentType}.worksheet+xml"/>`).join('')}</Types>`,
      ],
    ],
    [
      '_rels/.rels',
      [
        `${declaration}<Relationships xmlns="${packaging}/relationships"><Relationship Id="rId1" Type="${relationships}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      ],
    ],
    [
      'xl/workbook.xml',
      [
        `${declaration}<workbook xmlns="${main}" xmlns:r="${relationships}"><sheets>${names.map(({ name, id }, index) => `<sheet name="${escapeText(name)}" sheetId="${index + 1}" r:id="${id}"/>`).join('')}</sheets></workbook>`,
      ],
    ],
    [
      'xl/_rels/workbook.xml.rels',
      [
        `${declaration}<Relationships xmlns="${packaging}/relationships">${names.map(({ file, id }) => `<Relationship Id="${id}" Type="${relationships}/worksheet" Target="worksheets/${file}"/>`).join('')}</Relationships>`,
      ],
    ],
    ...sheets.map((sheet, index): [string, Iterable<string>] => [
      `xl/worksheets/sheet${index + 1}.xml`,
      sheetTexts(sheet),
    ]),
  ];
  const archive = new ZipWriter();
  for (const [name, content] of parts) {
    archive.begin(name);
    for (const piece of textBytes(content)) {
      archive.push(piece);
      yield* archive.take();
    }
  }
  archive.end();
  yield* archive.take();
}

function* sheetTexts({ header, rows }: WrittenSheet): Generator<string> {
  yield `${declaration}<worksheet xmlns="${main}"><sheetData>`;
  yield writeRow(
    header.map((value) => ({ value, isNumber: false })),
    1,
  );
  let line = 1;
  for (const cells of rows) yield writeRow(cells, (line += 1));
  yield '</sheetData></worksheet>';
}

function writeRow(cells: readonly WrittenCell[], line: number): string {
  const written = cells.map((cell, index) => writeCell(cell, `${columnName(index)}${line}`));
  return `<row r="${line}">${written.join('')}</row>`;
}

function writeCell({ value, isNumber }: WrittenCell, reference: string): string {
  if (value === '') return '';
  const digits = value.replaceAll(/[-.]/g, '').replace(/^0+/, '').length;
  if (isNumber && digits <= significantDigitsMax) return `<c r="${reference}"><v>${value}</v></c>`;
  return `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${escapeText(value)}</t></is></c>`;
}

/** 0 is "A", 26 is "AA". */
function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}
