/** A workbook of plain tables: numbers are numbers, everything else is text that no spreadsheet calculates. */
import { strToU8, zipSync } from 'fflate';
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

export function writeWorkbook(sheets: readonly WrittenSheet[]): Uint8Array {
  const names = sheets.map(({ name }, index) => ({ name, file: `sheet${index + 1}.xml`, id: `rId${index + 1}` }));
  const parts: Record<string, string> = {
    '[Content_Types].xml': `${declaration}<Types xmlns="${packaging}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${documentType}.sheet.main+xml"/>${names.map(({ file }) => `<Override PartName="/xl/worksheets/${file}" ContentType="${documentType}.worksheet+xml"/>`).join('')}</Types>`,
    '_rels/.rels': `${declaration}<Relationships xmlns="${packaging}/relationships"><Relationship Id="rId1" Type="${relationships}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${declaration}<workbook xmlns="${main}" xmlns:r="${relationships}"><sheets>${names.map(({ name, id }, index) => `<sheet name="${escapeText(name)}" sheetId="${index + 1}" r:id="${id}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${declaration}<Relationships xmlns="${packaging}/relationships">${names.map(({ file, id }) => `<Relationship Id="${id}" Type="${relationships}/worksheet" Target="worksheets/${file}"/>`).join('')}</Relationships>`,
  };
  sheets.forEach((sheet, index) => {
    parts[`xl/worksheets/sheet${index + 1}.xml`] = writeSheet(sheet);
  });
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])), { level: 6 });
}

function writeSheet({ header, rows }: WrittenSheet): string {
  const lines = [
    writeRow(
      header.map((value) => ({ value, isNumber: false })),
      1,
    ),
  ];
  for (const cells of rows) lines.push(writeRow(cells, lines.length + 1));
  return `${declaration}<worksheet xmlns="${main}"><sheetData>${lines.join('')}</sheetData></worksheet>`;
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
