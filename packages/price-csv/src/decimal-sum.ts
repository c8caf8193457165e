/** The exact sum of decimal texts ("0.1" and "0.2" give "0.3"), as a decimal text without trailing zeros. */
export function sumDecimals(texts: readonly string[]): string {
  const places = Math.max(0, ...texts.map((text) => text.length - 1 - pointOf(text)));
  const sum = texts.reduce((total, text) => total + scaled(text, places), 0n);
  const digits = (sum < 0n ? -sum : sum).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  return `${sum < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

function pointOf(text: string): number {
  const point = text.indexOf('.');
  return point === -1 ? text.length - 1 : point;
}

function scaled(text: string, places: number): bigint {
  const [whole = '', fraction = ''] = text.replace(/^[+-]/, '').split('.');
  const value = BigInt(whole + fraction.padEnd(places, '0'));
  return text.startsWith('-') ? -value : value;
}
