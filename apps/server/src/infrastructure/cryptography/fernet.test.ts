import { createHmac, randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FernetRefused, openFernet, sealFernet } from './fernet.ts';

/** The vectors of https://github.com/fernet/spec, commit 20dead4: generate.json, verify.json, invalid.json. */
const specificationKey = Buffer.from('cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=', 'base64url');
const madeAt = new Date('1985-10-26T01:20:00-07:00');
const openedAt = new Date('1985-10-26T01:20:01-07:00');
const helloToken =
  'gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==';
const intactToken =
  'gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q==';
const futureToken =
  'gAAAAAAdwStRAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAnja1xKYyhd-Y6mSkTOyTGJmw2Xc2a6kBd-iX9b_qXQcw==';
const invalid: [string, string, Date, boolean][] = [
  [
    'incorrect mac',
    'gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykQUFBQUFBQUFBQQ==',
    openedAt,
    false,
  ],
  ['too short', 'gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPA==', openedAt, false],
  [
    'invalid base64',
    '%%%%%%%%%%%%%AECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q==',
    openedAt,
    false,
  ],
  [
    'payload size not multiple of block size',
    'gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPOm73QeoCk9uGib28Xe5vz6oxq5nmxbx_v7mrfyudzUm',
    openedAt,
    false,
  ],
  [
    'payload padding error',
    'gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0ODz4LEpdELGQAad7aNEHbf-JkLPIpuiYRLQ3RtXatOYREu2FWke6CnJNYIbkuKNqOhw==',
    openedAt,
    false,
  ],
  ['far-future time', futureToken, openedAt, true],
  ['expired', intactToken, new Date('1985-10-26T01:21:31-07:00'), true],
  [
    'incorrect IV',
    'gAAAAAAdwJ6xBQECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAkLhFLHpGtDBRLRTZeUfWgHSv49TF2AUEZ1TIvcZjK1zQ==',
    openedAt,
    false,
  ],
];

describe('published vectors', () => {
  test('generate', () => {
    const iv = Buffer.from(Array.from({ length: 16 }, (_, index) => index));
    expect(sealFernet(specificationKey, Buffer.from('hello'), { now: madeAt, iv })).toBe(helloToken);
  });

  test('verify', () => {
    expect(openFernet(specificationKey, helloToken, { now: openedAt, ttlSeconds: 60 }).toString()).toBe('hello');
  });

  test.each(invalid)('invalid: %s', (_, token, now, onlyWithTtl) => {
    expect(() => openFernet(specificationKey, token, { now, ttlSeconds: 60 })).toThrow(new FernetRefused());
    // A stored field has no time to live: what is only too old or too new opens, what is damaged does not.
    if (onlyWithTtl) expect(openFernet(specificationKey, token)).toEqual(Buffer.alloc(0));
    else expect(() => openFernet(specificationKey, token)).toThrow(new FernetRefused());
  });
});

test('the time to live and the clock ahead end at the second', () => {
  const key = randomBytes(32);
  const at = (second: number) => new Date(second * 1000);
  const token = sealFernet(key, Buffer.from('x'), { now: at(1000) });
  const opens = (second: number) => {
    try {
      return openFernet(key, token, { now: at(second), ttlSeconds: 30 }).toString() === 'x';
    } catch {
      return false;
    }
  };
  expect([939, 940, 1000, 1030, 1031].map(opens)).toEqual([false, true, true, true, false]);
});

test('what is sealed opens, whatever the bytes, and never twice as the same token', () => {
  const key = randomBytes(32);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const tokens = [sealFernet(key, bytes), sealFernet(key, bytes)];
      expect(tokens[0]).not.toBe(tokens[1]);
      for (const token of tokens) expect(openFernet(key, token)).toEqual(Buffer.from(bytes));
      expect(() => openFernet(randomBytes(32), tokens[0]!)).toThrow(new FernetRefused());
    }),
  );
});

test('every changed character, every cut and every added character is refused', () => {
  const key = randomBytes(32);
  const token = sealFernet(key, Buffer.from('0123456789abcdef'));
  const refused = (changed: string) => expect(() => openFernet(key, changed), changed).toThrow(new FernetRefused());
  for (let index = 0; index < token.length; index += 1) {
    refused(token.slice(0, index));
    for (const character of ['A', 'b', '9', '-', '_', '=', '+', '/', ' ', '\n', '%', 'é']) {
      if (token[index] !== character) refused(token.slice(0, index) + character + token.slice(index + 1));
      refused(token.slice(0, index) + character + token.slice(index));
    }
  }
  for (const tail of ['=', '==', 'A', '\n', ' ']) refused(token + tail);
});

test('another version is refused even when its HMAC is right', () => {
  const key = randomBytes(32);
  const bytes = Buffer.from(sealFernet(key, Buffer.from('x')), 'base64url');
  bytes[0] = 0x81;
  createHmac('sha256', key.subarray(0, 16))
    .update(bytes.subarray(0, -32))
    .digest()
    .copy(bytes, bytes.length - 32);
  const token = bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
  expect(() => openFernet(key, token)).toThrow(new FernetRefused());
});

test('a key of another length is a mistake of the caller, not of the token', () => {
  expect(() => sealFernet(randomBytes(31), Buffer.from('x'))).toThrow('A Fernet key has 32 bytes, not 31.');
});
