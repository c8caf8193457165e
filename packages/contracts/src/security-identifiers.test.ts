import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isFigi, isIsin } from './security-identifiers.ts';

// Published identifiers of listed securities: Apple, Deutsche Telekom, Nestlé, Treasury Corporation of Victoria (ISO 6166's own example), BHP.
test.each(['US0378331005', 'DE0005557508', 'CH0038863350', 'AU0000XVGZA3', 'AU000000BHP4'])('%s is an ISIN', (text) => {
  expect(isIsin(text)).toBe(true);
});

// Apple (the example of the standard), IBM.
test.each(['BBG000B9XRY4', 'BBG000BLNNH6'])('%s is a FIGI', (text) => {
  expect(isFigi(text)).toBe(true);
});

test.each([
  '',
  'US037833100',
  'us0378331005',
  'US03783310055',
  'U50378331005',
  'GBG000B9XRY4',
  'BBA000B9XRY3',
  'BBG00AB9XRY3',
])('%j is neither', (text) => {
  expect([isIsin(text), isFigi(text)]).toEqual([false, false]);
});

test('one wrong digit is always found', () => {
  expect.hasAssertions();
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 11 }), fc.integer({ min: 1, max: 9 }), (place, by) => {
      const spoil = (text: string) => {
        const digit = Number(text[place]);
        return Number.isNaN(digit) ? null : text.slice(0, place) + ((digit + by) % 10) + text.slice(place + 1);
      };
      for (const [text, check] of [
        ['US0378331005', isIsin],
        ['BBG000B9XRY4', isFigi],
      ] as const) {
        const spoilt = spoil(text);
        if (spoilt !== null) expect(check(spoilt)).toBe(false);
      }
    }),
  );
});
