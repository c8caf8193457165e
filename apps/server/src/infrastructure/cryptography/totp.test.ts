import * as fc from 'fast-check';
import { generateSync } from 'otplib/functional';
import { describe, expect, test } from 'vitest';
import { totp } from './totp.ts';

const base32 = (bytes: Buffer): string => {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
};
/** ASCII 1234567890…, cut to the length of the digest as in RFC 6238, appendix B. */
const secretOf = (byteCount: number) => base32(Buffer.from('1234567890'.repeat(7).slice(0, byteCount)));
const secret = secretOf(20);
const at = (second: number) => new Date(second * 1000);

describe('RFC 6238, appendix B: 8 digits', () => {
  test.each([
    [59, '94287082', '46119246', '90693936'],
    [1111111109, '07081804', '68084774', '25091201'],
    [1111111111, '14050471', '67062674', '99943326'],
    [1234567890, '89005924', '91819424', '93441116'],
    [2000000000, '69279037', '90698825', '38618901'],
    [20000000000, '65353130', '77737706', '47863826'],
  ])('at %d', (time, ...expected) => {
    const algorithms = [
      ['sha1', 20],
      ['sha256', 32],
      ['sha512', 64],
    ] as const;
    const codes = algorithms.map(([algorithm, byteCount]) =>
      generateSync({ secret: secretOf(byteCount), epoch: time, algorithm, digits: 8, period: 30 }),
    );
    expect(codes).toEqual(expected);
    // The six digits of an app are the last six of the eight.
    expect(totp.matchingStep(secret, expected[0]!.slice(2), at(time))).toBe(Math.floor(time / 30));
  });
});

/** RFC 4226, appendix D. */
const hotpCodes = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' ');

test('RFC 4226, appendix D: the counters 0 to 9 are the first ten steps', () => {
  const steps = hotpCodes.map((code, step) => totp.matchingStep(secret, code, at(step * 30)));
  expect(steps).toEqual(hotpCodes.map((_, step) => step));
});

test('a code counts one step before and after its own, to the second', () => {
  // Step 5 lasts from 150 s to 180 s.
  const accepted = (second: number) => totp.matchingStep(secret, hotpCodes[5]!, at(second));
  expect([119.999, 120, 149, 150, 179.999, 180, 209.999, 210].map(accepted)).toEqual([null, 5, 5, 5, 5, 5, 5, null]);
});

test.each([
  '',
  '75522',
  '7552240',
  ' 755224',
  '755224 ',
  '755 224',
  '755224\n',
  '-55224',
  '+55224',
  '7.5224',
  '7e5224',
  '0x5224',
  '７５５２２４',
  '٧٥٥٢٢٤',
  '75522４',
  'abcdef',
])('"%s" is not six digits', (code) => {
  expect(totp.matchingStep(secret, code, at(0))).toBeNull();
});

test('never matches a step outside the window, and always the code of a step inside', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2e10 }), fc.integer({ min: -50, max: 50 }), (time, offset) => {
      const secret = totp.newSecret();
      const present = Math.floor(time / 30);
      const step = Math.max(0, present + offset);
      const code = generateSync({ strategy: 'hotp', secret, counter: step, algorithm: 'sha1', digits: 6 });
      const found = totp.matchingStep(secret, code, at(time));
      if (found !== null) {
        expect(Math.abs(found - present)).toBeLessThanOrEqual(1);
        expect(generateSync({ strategy: 'hotp', secret, counter: found, algorithm: 'sha1', digits: 6 })).toBe(code);
      }
      if (Math.abs(step - present) <= 1) expect(found).not.toBeNull();
    }),
  );
});

test('of 20 000 codes tried at one moment at most three match', () => {
  const codes = Array.from({ length: 20_000 }, (_, index) => String(index * 50).padStart(6, '0'));
  const matching = codes.filter((code) => totp.matchingStep(secret, code, at(1e9)) !== null);
  expect(matching.length).toBeLessThanOrEqual(3);
});

test('secrets are 160 random bits in base32', () => {
  const secrets = Array.from({ length: 1000 }, () => totp.newSecret());
  for (const text of secrets) expect(text).toMatch(/^[A-Z2-7]{32}$/);
  expect(new Set(secrets).size).toBe(1000);
});

test('the address carries everything the app needs, whatever the names', () => {
  const uri = new URL(totp.uri(secret, 'ada+risk@example.com', 'Risk & Optimizer'));
  expect(uri.protocol).toBe('otpauth:');
  expect(uri.host).toBe('totp');
  expect(decodeURIComponent(uri.pathname)).toBe('/Risk & Optimizer:ada+risk@example.com');
  expect(uri.searchParams.get('secret')).toBe(secret);
  expect(uri.searchParams.get('issuer')).toBe('Risk & Optimizer');
  // What stands for the default may be left out.
  expect(uri.searchParams.get('algorithm') ?? 'SHA1').toBe('SHA1');
  expect(uri.searchParams.get('digits') ?? '6').toBe('6');
  expect(uri.searchParams.get('period') ?? '30').toBe('30');
});
