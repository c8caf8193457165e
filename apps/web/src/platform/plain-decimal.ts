/** Decimal numbers as people type them, without a detour through binary floating point. */

/** With a point or a comma, without separators of thousands; null for what could be read in two ways. */
export function plainDecimal(text: string): string | null {
  const plain = text
    .replace('\u2212', '-')
    .replace(/^\+/, '')
    .replace(/^(-?)([.,])/, '$10$2');
  if (!plain.includes(',')) return plain;
  const isDecimalComma = /^-?\d+,\d+$/.test(plain) && !/,\d{3}$/.test(plain);
  return isDecimalComma ? plain.replace(',', '.') : null;
}

/** The point moved to the right: `movePoint('0.125', 2)` is `12.5`, and with -2 the other way. What is no number stays as it is. */
export function movePoint(text: string, places: number): string {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text);
  if (match === null) return text;
  const [, sign = '', whole = '', fraction = ''] = match;
  const point = whole.length + places;
  const digits = (whole + fraction).padStart(whole.length + fraction.length + Math.max(0, 1 - point), '0');
  const at = Math.max(1, point);
  const padded = digits.padEnd(at, '0');
  const [before, after] = [padded.slice(0, at).replace(/^0+(?=\d)/, ''), padded.slice(at).replace(/0+$/, '')];
  return `${sign}${before}${after === '' ? '' : `.${after}`}`;
}
