import { assert, jsonValue, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProblemError } from '../../core/errors.ts';
import { decodeStrictUtf8, jsonArrayLengthMax, jsonKeysMax, parseStrictJson } from './strict-json.ts';

const refusal = (text: string): ProblemError => {
  try {
    parseStrictJson(text);
  } catch (error) {
    return error as ProblemError;
  }
  throw new Error(`${text} was accepted`);
};

describe('decodeStrictUtf8', () => {
  test.each([[[0xc3, 0x28]], [[0xff]], [[0xed, 0xa0, 0x80]], [[0xc0, 0xaf]], [[0x22, 0xe2, 0x82, 0x22]]])(
    'refuses the bytes %j, which are no UTF-8',
    (bytes) => {
      expect(() => decodeStrictUtf8(Uint8Array.from(bytes))).toThrow(/is not UTF-8/);
    },
  );

  test('reads what is, with everything in it', () => {
    const text = '{"name":"Zoë 株 😀 \ufeff"}';
    expect(decodeStrictUtf8(new TextEncoder().encode(text))).toBe(text);
  });
});

describe('parseStrictJson', () => {
  test('reads what JSON.stringify writes, whatever it is', () => {
    assert(
      property(jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        if (/"__proto__"|"prototype"/.test(text)) return;
        expect(parseStrictJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test.each([
    ['', /body is empty/],
    [' \n', /body is empty/],
    ['{"a":1', /is not JSON/],
    ['{"a":NaN}', /is not JSON/],
    ["{'a':1}", /is not JSON/],
  ])('%j is not JSON', (text, detail) => {
    expect(refusal(text)).toMatchObject({ code: 'request-malformed', detail: expect.stringMatching(detail) });
  });

  test('the character U+0000 in a text is refused with its place; the letters of its escape are text', () => {
    expect(refusal('{"a":[{"note":"x\\u0000y"}]}')).toMatchObject({
      code: 'request-malformed',
      errors: [{ field: '/a/0/note' }],
    });
    expect(parseStrictJson('{"note":"x\\\\u0000y"}')).toEqual({ note: 'x\\u0000y' });
  });

  test.each([
    ['{"a":1,"a":2}', '/a'],
    ['{"a":{"b":1, "b" :2}}', '/a/b'],
    ['{"a":1,"\\u0061":2}', '/a'],
    ['[{"x":1},{"y":[{"z":1,"z":1}]}]', '/y/z'],
  ])('%s names the key that stands there twice', (text, field) => {
    expect(refusal(text)).toMatchObject({ code: 'request-malformed', errors: [{ field }] });
    expect(refusal(text).detail).toMatch(/twice/);
  });

  test('the same key in two objects, or as a value, is no repetition', () => {
    expect(parseStrictJson('[{"a":"a"},{"a":["a","a"]}]')).toEqual([{ a: 'a' }, { a: ['a', 'a'] }]);
    expect(parseStrictJson('{"a":{"b":1},"c":{"b":"}{"}}')).toEqual({ a: { b: 1 }, c: { b: '}{' } });
  });

  test.each(['{"__proto__":{"polluted":1}}', '{"a":[{"\\u005f_proto__":1}]}', '{"constructor":{"prototype":{"x":1}}}'])(
    '%s is never data',
    (text) => {
      expect(refusal(text).detail).toMatch(/never data/);
      expect(({} as { polluted?: number }).polluted).toBeUndefined();
    },
  );

  test('nesting has an end', () => {
    expect(parseStrictJson('['.repeat(32) + ']'.repeat(32))).toBeDefined();
    expect(refusal('['.repeat(33) + ']'.repeat(33)).detail).toMatch(/32 levels/);
    expect(refusal('[{"a":'.repeat(40_000) + '1' + '}]'.repeat(40_000)).detail).toMatch(/32 levels|not JSON/);
  });

  test('lists have an end, each by itself', () => {
    const list = (length: number) => `[${Array.from({ length }, () => '0').join(',')}]`;
    expect(parseStrictJson(list(jsonArrayLengthMax))).toHaveLength(jsonArrayLengthMax);
    expect(refusal(list(jsonArrayLengthMax + 1)).detail).toMatch(/more than 100000 items/);
    expect(refusal(`{"a":[[],${list(jsonArrayLengthMax + 1)}]}`).detail).toMatch(/more than 100000 items/);
    const two = `[${list(jsonArrayLengthMax - 1)},${list(jsonArrayLengthMax - 1)},[",,,"]]`;
    expect(parseStrictJson(two)).toHaveLength(3);
  });

  test('objects have an end', () => {
    const object = (length: number) => `{${Array.from({ length }, (_, index) => `"${index}":0`).join(',')}}`;
    expect(Object.keys(parseStrictJson(object(jsonKeysMax)) as object)).toHaveLength(jsonKeysMax);
    expect(refusal(object(jsonKeysMax + 1)).detail).toMatch(/more than 10000 keys/);
  });
});
