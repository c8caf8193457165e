/**
 * Text that a spreadsheet would take for a formula gets an apostrophe in front, which spreadsheets do not calculate; reading
 * takes exactly that apostrophe away again. A text that begins with an apostrophe gets one more, so that nothing is lost.
 */
const dangerous = /^['=+\-@\t\r\n＝＋－＠]/;

export function guardText(text: string): string {
  return dangerous.test(text) ? `'${text}` : text;
}

export function unguardText(cell: string): string {
  return cell.startsWith("'") && dangerous.test(cell.slice(1)) ? cell.slice(1) : cell;
}
