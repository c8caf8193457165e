import { expect, it } from 'vitest';
import { passwordHint, passwordLength } from './password-rule.ts';

it.each([
  ['', 0],
  ['correct horse', 13],
  ['pässwörd', 8],
  ['pa\u0308ssword', 8],
  ['🔑🔑🔑', 3],
  ['ﬁve', 4],
])('%j has %d characters', (password, length) => {
  expect(passwordLength(password)).toBe(length);
});

it('says how far it is to the rule', () => {
  expect(passwordHint('', 15)).toContain('At least 15 characters');
  expect(passwordHint('a'.repeat(14), 15)).toBe('14 of at least 15 characters');
  expect(passwordHint('a'.repeat(15), 15)).toBe('15 characters, long enough');
});
