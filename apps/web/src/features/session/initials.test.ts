import { expect, it } from 'vitest';
import { initials } from './initials.ts';

it.each([
  ['Ada Lovelace', 'AL'],
  ['ada', 'A'],
  ['Mary Ann Evans', 'ME'],
  ['<b>Oona</b>', 'B'],
  ['<Ole> "Olsen"', 'OO'],
  ['Ada (away)', 'AA'],
  ['\u00e9mile zola', '\u00c9Z'],
  ['3 Musketeers', '3M'],
  ['— …', '?'],
])('%s is %s', (name, expected) => {
  expect(initials(name)).toBe(expected);
});
