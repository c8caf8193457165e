import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { pageCursor } from './page-cursor.ts';

const cursor = pageCursor(z.strictObject({ name: z.string(), id: z.int() }));

test('back comes what was written', () => {
  expect.hasAssertions();
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer(), (name, id) => {
      const place = { name, id: Object.is(id, -0) ? 0 : id };
      expect(cursor.read(cursor.write(place))).toEqual(place);
    }),
  );
  expect(cursor.read(undefined)).toBeNull();
});

const good = cursor.write({ name: 'Ä', id: 1 });

test.each([
  'garbage',
  '',
  `${good}=`,
  `${good.slice(0, 4)} ${good.slice(4)}`,
  good.slice(0, -2),
  Buffer.from('{"name":"a"}').toString('base64url'),
  Buffer.from('{"id":1,"name":"a"}').toString('base64url'),
  Buffer.from('{"name":"a","id":1,"x":2}').toString('base64url'),
])('%j is refused by the name of its field', (text) => {
  expect(() => cursor.read(text)).toThrow(
    expect.objectContaining({ code: 'request-invalid', errors: [expect.objectContaining({ field: '/cursor' })] }),
  );
});

test('so is one of another list', () => {
  expect(() => cursor.read(good, ({ id }) => id === 2)).toThrow(expect.objectContaining({ code: 'request-invalid' }));
});
