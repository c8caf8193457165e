/** A workbook of Excel (.xlsx) to the records of one sheet. Formulas are not calculated: their stored results are read. */
import { FileRefusal } from '../problem.ts';
import type { TableRecord } from '../text/read-records.ts';
import { parseXml } from '../xml/read-xml.ts';
import { inflateParts, textPieces } from './inflate-parts.ts';
import { readSheet } from './read-sheet.ts';
import { readDateStyles } from './read-styles.ts';
import { unescapeText } from './text-escapes.ts';

export interface Workbook {
  readonly sheet: string;
  readonly sheets: readonly string[];
  readonly records: TableRecord[];
}

const workbookPart = 'xl/workbook.xml';
const relationsPart = 'xl/_rels/workbook.xml.rels';
const stringsPart = 'xl/sharedStrings.xml';
const stylesPart = 'xl/styles.xml';

/** @param asked name of the sheet; null takes the first one. @throws FileRefusal when there is no such sheet. */
export function readWorkbook(bytes: Uint8Array, asked: string | null): Workbook {
  const parts = inflateParts(bytes, (name) => [workbookPart, relationsPart, stringsPart, stylesPart].includes(name));
  const { sheets, isDate1904 } = readSheets(requirePart(parts, workbookPart));
  const chosen = asked === null ? sheets[0] : sheets.find(({ name }) => name === asked);
  if (chosen === undefined) throw noSheet(asked, sheets);
  const targets = readTargets(requirePart(parts, relationsPart));
  const target = targets.get(chosen.relation) ?? 'worksheets/sheet1.xml';
  const sheetPart = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
  const strings = readStrings(parts.get(stringsPart));
  const dateStyles = readDateStyles(parts.get(stylesPart));
  const sheet = requirePart(
    inflateParts(bytes, (name) => name === sheetPart),
    sheetPart,
  );
  const records = readSheet(sheet, { strings, dateStyles, isDate1904 });
  return { sheet: chosen.name, sheets: sheets.map(({ name }) => name), records };
}

function requirePart(parts: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const part = parts.get(name);
  if (part !== undefined) return part;
  throw new FileRefusal({
    message: `the file is no workbook: it has no part "${name}".`,
    remedy: 'Save the file as .xlsx, or export it as CSV.',
  });
}

function readSheets(part: Uint8Array) {
  const sheets: { name: string; relation: string }[] = [];
  let isDate1904 = false;
  parseXml(textPieces(part), 'the workbook', {
    open: (name, attributes) => {
      if (local(name) === 'sheet') {
        sheets.push({ name: unescapeText(attributes['name'] ?? ''), relation: attributes['r:id'] ?? '' });
      }
      if (local(name) === 'workbookPr') isDate1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
    },
    text: () => {},
    close: () => {},
  });
  return { sheets, isDate1904 };
}

function readTargets(part: Uint8Array): Map<string, string> {
  const targets = new Map<string, string>();
  parseXml(textPieces(part), 'the workbook', {
    open: (name, attributes) => {
      if (local(name) === 'Relationship') targets.set(attributes['Id'] ?? '', attributes['Target'] ?? '');
    },
    text: () => {},
    close: () => {},
  });
  return targets;
}

/** Texts that cells refer to by number. Phonetic readings beside them are left out. */
function readStrings(part: Uint8Array | undefined): string[] {
  const strings: string[] = [];
  if (part === undefined) return strings;
  let current = '';
  let isText = false;
  let isPhonetic = false;
  parseXml(textPieces(part), 'the workbook', {
    open: (name) => {
      if (local(name) === 'si') current = '';
      if (local(name) === 'rPh') isPhonetic = true;
      isText = local(name) === 't';
    },
    text: (text) => {
      if (isText && !isPhonetic) current += text;
    },
    close: (name) => {
      isText = false;
      if (local(name) === 'rPh') isPhonetic = false;
      if (local(name) === 'si') strings.push(unescapeText(current));
    },
  });
  return strings;
}

/** Some programs write every element with a prefix. */
function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function noSheet(asked: string | null, sheets: readonly { name: string }[]): FileRefusal {
  return new FileRefusal({
    message: asked === null ? 'the workbook has no sheet.' : `the workbook has no sheet "${asked}".`,
    remedy: `Its sheets are ${sheets.map(({ name }) => name).join(', ') || 'none'}.`,
  });
}
