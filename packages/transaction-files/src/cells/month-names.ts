import { normaliseWords } from '../table/normalise-words.ts';

/** Beginnings of the months in English, German, French, Spanish, Italian, Dutch and Portuguese. */
const beginnings: readonly (readonly string[])[] = [
  ['jan', 'janv', 'ene', 'gen'],
  ['feb', 'fev', 'febr'],
  ['mar', 'mars', 'marz', 'maerz', 'mrz', 'mrt', 'maa'],
  ['apr', 'avr', 'abr'],
  ['may', 'mai', 'mag', 'mei'],
  ['jun', 'juin', 'giu'],
  ['jul', 'juil', 'lug'],
  ['aug', 'aou', 'ago'],
  ['sep', 'set'],
  ['oct', 'okt', 'out', 'ott'],
  ['nov'],
  ['dec', 'dez', 'dic'],
];

/** The number of a month by its name or a shortened one, 1 to 12. */
export function monthOfName(name: string): number | undefined {
  const word = normaliseWords(name);
  const found = beginnings.findIndex((names) => names.some((beginning) => word.startsWith(beginning)));
  return found === -1 ? undefined : found + 1;
}
