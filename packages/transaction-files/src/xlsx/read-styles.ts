/** Which styles of cells show a number as a date: a workbook has no other sign of one. */
import { parseXml } from '../xml/read-xml.ts';
import { textPieces } from './inflate-parts.ts';

const builtInDates = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58]);

/** Numbers of the cell styles that are dates. */
export function readDateStyles(part: Uint8Array | undefined): Set<number> {
  const styles = new Set<number>();
  if (part === undefined) return styles;
  const customDates = new Set<number>();
  let isCellFormats = false;
  let index = 0;
  parseXml(textPieces(part), 'the workbook', {
    open: (name, attributes) => {
      const element = name.slice(name.indexOf(':') + 1);
      if (element === 'numFmt' && isDateFormat(attributes['formatCode'] ?? '')) {
        customDates.add(Number(attributes['numFmtId']));
      }
      if (element === 'cellXfs') isCellFormats = true;
      if (element !== 'xf' || !isCellFormats) return;
      const format = Number(attributes['numFmtId'] ?? 0);
      if (builtInDates.has(format) || customDates.has(format)) styles.add(index);
      index += 1;
    },
    text: () => {},
    close: (name) => {
      if (name.endsWith('cellXfs')) isCellFormats = false;
    },
  });
  return styles;
}

/** The longest format that a spreadsheet writes. */
const formatLengthMax = 255;

/** A format with a year or a day; texts in quotes and colours in brackets do not count. */
function isDateFormat(code: string): boolean {
  return /[yd]/i.test(code.slice(0, formatLengthMax).replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, ''));
}
