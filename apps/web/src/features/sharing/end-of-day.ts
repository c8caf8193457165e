/** The end of a date as an instant: a share "until 3 March" is good on that whole day. Null for no date. */
export function endOfDay(isoDate: string): string | null {
  return isoDate === '' ? null : `${isoDate}T23:59:59.000Z`;
}
