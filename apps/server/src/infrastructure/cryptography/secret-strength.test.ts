import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { readBase64 } from './key-ring.ts';
import { weaknessOf } from './secret-strength.ts';

const weakness = (written: string) => weaknessOf(readBase64(written)!, written);
const base64 = (text: string | number[]) => Buffer.from(text as string).toString('base64');

test.each([
  ['31 random bytes', randomBytes(31).toString('base64'), /^has 31 bytes; 32 are the least$/],
  ['zeros', base64(Array.from({ length: 32 }, () => 0)), /repeats itself/],
  ['one letter', 'A'.repeat(44), /repeats itself/],
  ['two letters by turns', 'xY'.repeat(32), /repeats itself/],
  ['a repeated piece', Buffer.concat(Array(4).fill(randomBytes(9))).toString('base64'), /repeats itself/],
  ['bytes that count up', base64(Array.from({ length: 32 }, (_, index) => index)), /counts up or down/],
  ['bytes that count down by three', base64(Array.from({ length: 40 }, (_, index) => 200 - 3 * index)), /counts/],
  ['few different bytes', base64(Array.from({ length: 32 }, () => randomBytes(1)[0]! % 12)), /too few different/],
  ['a sentence in base64', base64('It was a bright cold day in April, and the clocks'), /a text, not random/],
  ['hexadecimal digits in base64', base64(randomBytes(32).toString('hex')), /a text, not random|too few/],
  ['hexadecimal digits as they are', randomBytes(32).toString('hex'), /hexadecimal|sample word/],
  ['words as they are', 'correcthorsebatterystaplewithsometrombones01', /words/],
  ['words in capitals', 'CORRECTHORSEBATTERYSTAPLEWITHSOMETROMBONES01', /words/],
  ['words with capitals', 'CorrectHorseBatteryStapleWithSomeTrombonesXX', /words/],
  ['a sample word as it is', 'changemechangemechangemeNOW0changemechangeme', /sample word/],
  ['a sample word within', 'kJ8sUq2mPz5vXw9RtYbNSecretLcEfGhDa1Qo4iTnVu0', /sample word/],
  [
    'a sample word in base64',
    base64('\u0001\u0002\u0003password\u0004\u0005'.padEnd(40, '\u0080\u0091')),
    /sample word/,
  ],
  ['digits in order', '01234567890123456789012345678901234567890123', /sample word|repeats/],
  ['the key of the Fernet specification', 'cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=', /published sample/],
  ['the key of RFC 8037', 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A', /published sample/],
])('%s', (_, written, expected) => {
  const found = weakness(written);
  expect(found).toMatch(expected);
  // What is said never tells the secret.
  for (let index = 0; index + 8 <= written.length; index += 1)
    expect(found).not.toContain(written.slice(index, index + 8));
});

test('random keys are strong, however they are written', () => {
  let refused = 0;
  for (let time = 0; time < 20_000; time += 1) {
    const bytes = randomBytes(32);
    for (const written of [bytes.toString('base64'), bytes.toString('base64url'), '']) {
      if (weaknessOf(bytes, written) !== null) refused += 1;
    }
  }
  // Less than one in a million each; two of 60 000 would be a defect.
  expect(refused).toBeLessThan(2);
});
