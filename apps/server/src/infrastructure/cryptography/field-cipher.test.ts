import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openFernet, sealFernet } from './fernet.ts';
import { createFieldCipher, FieldUnreadable, type SealFormatName } from './field-cipher.ts';
import type { KeyRing, RingKey } from './key-ring.ts';

const oldKey: RingKey = { id: 'old', bytes: randomBytes(32) };
const newKey: RingKey = { id: 'new', bytes: randomBytes(32) };
const ring: KeyRing = [newKey, oldKey];
const place = { table: 'users', column: 'wallet_address', row: '0193' };
const unreadable = new FieldUnreadable();

describe.each<SealFormatName>(['f1', 'g1'])('format %s', (format) => {
  const cipher = createFieldCipher(ring, format);

  test('whatever is sealed opens in its place, and no two sealed texts are the same', () => {
    const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.constant('\ud800'), fc.constant('ﬁ\u0000"\\'));
    fc.assert(
      fc.property(anyText, anyText, (row, text) => {
        const there = { ...place, row };
        const sealed = cipher.seal(there, text);
        expect(cipher.open(there, sealed)).toBe(text);
        expect(cipher.seal(there, text)).not.toBe(sealed);
      }),
    );
  });

  test('names its format and key', () => {
    expect(cipher.seal(place, 'x')).toMatch(new RegExp(`^${format}\\.new\\.[\\w-]+=*$`));
    expect(cipher.currentKeyId).toBe('new');
  });

  test.each([
    { ...place, table: 'portfolios' },
    { ...place, column: 'totp_secret' },
    { ...place, row: '0194' },
    // What stands where is told apart, not only what stands there.
    { table: 'wallet_address', column: 'users', row: '0193' },
    { table: 'users', column: 'wallet_address0193', row: '' },
  ])('does not open at %o', (elsewhere) => {
    const sealed = cipher.seal(place, 'secret');
    expect(() => cipher.open(elsewhere, sealed)).toThrow(unreadable);
    expect(cipher.open(place, sealed)).toBe('secret');
  });

  test('every changed character is refused in the same words', () => {
    const sealed = cipher.seal(place, 'a wallet');
    for (let index = 0; index < sealed.length; index += 1) {
      for (const character of ['A', 'z', '.', '=', '-', ' ']) {
        if (sealed[index] === character) continue;
        const changed = sealed.slice(0, index) + character + sealed.slice(index + 1);
        expect(() => cipher.open(place, changed), changed).toThrow(unreadable);
      }
      expect(() => cipher.open(place, sealed.slice(0, index))).toThrow(unreadable);
    }
  });

  test('older keys open and ask for a new seal; a key that is gone does not open', () => {
    const sealedBefore = createFieldCipher([oldKey], format).seal(place, 'x');
    expect(cipher.open(place, sealedBefore)).toBe('x');
    expect([cipher.needsReseal(sealedBefore), cipher.needsReseal(cipher.seal(place, 'x'))]).toEqual([true, false]);
    expect(() => createFieldCipher([newKey], format).open(place, sealedBefore)).toThrow(unreadable);
    expect(() => cipher.open(place, sealedBefore.replace('.old.', '.new.'))).toThrow(unreadable);
  });
});

test('each format opens the texts of the other and asks for its own seal', () => {
  const [fernet, gcm] = [createFieldCipher(ring, 'f1'), createFieldCipher(ring, 'g1')];
  for (const [writer, reader] of [
    [fernet, gcm],
    [gcm, fernet],
  ] as const) {
    const sealed = writer.seal(place, 'moved on');
    expect(reader.open(place, sealed)).toBe('moved on');
    expect(reader.needsReseal(sealed)).toBe(true);
  }
  expect(() => gcm.open(place, fernet.seal(place, 'x').replace('f1.', 'g1.'))).toThrow(unreadable);
});

test('Fernet is the format of today', () => {
  expect(createFieldCipher(ring).seal(place, 'x')).toMatch(/^f1\./);
});

test.each(['', '.', '..', 'f1', 'f1.new', 'f1.new.', 'x9.new.abc', '__proto__.new.abc', 'constructor.new.abc'])(
  'the text "%s" is refused',
  (text) => {
    expect(() => createFieldCipher(ring).open(place, text)).toThrow(unreadable);
  },
);

test('within f1 stands canonical JSON, and JSON written in another way is refused', () => {
  const cipher = createFieldCipher(ring);
  const sealed = cipher.seal(place, 'é"');
  expect(openFernet(newKey.bytes, sealed.slice('f1.new.'.length)).toString()).toBe(
    '{"column":"wallet_address","row":"0193","table":"users","value":"é\\""}',
  );
  for (const text of [
    '{"table":"users","column":"wallet_address","row":"0193","value":"x"}',
    '{"column":"wallet_address","row":"0193","table":"users","value":"x","value":"x"}',
    '{"column":"wallet_address","row":"0193","table":"users","value":1}',
    '{"column":"wallet_address","row":"0193","table":"users"}',
    'null',
    'x',
  ]) {
    const forged = `f1.new.${sealFernet(newKey.bytes, Buffer.from(text))}`;
    const opened = () => {
      const value: unknown = cipher.open(place, forged);
      return value;
    };
    expect(opened, text).toThrow(unreadable);
  }
});
