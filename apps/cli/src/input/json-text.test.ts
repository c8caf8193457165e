import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CliError } from '../core/cli-error.ts';
import { parseJson } from './json-text.ts';

/** The value, or the error as text. */
function read(text: string): unknown {
  try {
    return parseJson(text, 'x.json').value;
  } catch (error) {
    return error instanceof CliError ? `${error.code} ${error.message}` : error;
  }
}

describe('parseJson', () => {
  it('reads what JSON.parse reads', () => {
    const json = fc.oneof(
      fc.json(),
      fc.jsonValue().map((value) => JSON.stringify(value, null, 2)),
    );
    fc.assert(
      fc.property(
        json.filter((text) => !text.includes('__proto__')),
        (text) => {
          expect(read(text)).toEqual(JSON.parse(text));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('refuses what JSON.parse refuses, and never throws anything but its own error', () => {
    const part = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '1',
      '-',
      '01',
      '1e5',
      'true',
      'nul',
      ' ',
      '\n',
      '\\',
      '\u0001',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        let parsed = true;
        try {
          JSON.parse(text);
        } catch {
          parsed = false;
        }
        const result = read(text);
        const refused = typeof result === 'string' && /^(invalid-json|invalid-field|duplicate-field) /.test(result);
        expect(refused || parsed).toBe(true);
        // Stricter than JSON.parse in two things only: fields that stand twice, and numbers beyond double precision.
        expect(refused && parsed ? result : 'duplicate-field').toMatch(/^(duplicate|invalid)-field/);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['', 'invalid-json Line 1, column 1: expected a value; the file ends.'],
    ['{"a": 1,\n "a": 2}', 'duplicate-field Line 2, column 2: the field "a" stands on line 1 already.'],
    ['[1, 1e400]', 'invalid-field Line 1, column 5: 1e400 is beyond double precision.'],
    ['{"a": 1,}', 'invalid-json Line 1, column 9: expected another value after the comma; found "}".'],
    ["{'a': 1}", 'invalid-json Line 1, column 2: expected a field name in double quotes; found "\'".'],
    ['{"a" 1}', 'invalid-json Line 1, column 6: expected ":" after the field name; found "1".'],
    ['[1] 2', 'invalid-json Line 1, column 5: expected the end of the file; found "2".'],
    ['["a\nb"]', 'invalid-json Line 1, column 2: the text is not closed or holds a character that needs an escape.'],
    ['[Infinity]', 'invalid-json Line 1, column 2: "Infinity" is not a JSON value.'],
    ['{"__proto__": 1}', 'invalid-field Line 1, column 2: the name "__proto__" cannot be used here.'],
    ['['.repeat(1000), 'invalid-json Line 1, column 66: the values are nested more than 64 deep.'],
  ])('%j', (text, message) => {
    expect(read(text)).toBe(message);
  });

  it('remembers where every value stands, and passes over a byte-order mark', () => {
    const root = parseJson('\ufeff{\n  "a": [1,\n    {"b": true}]\n}', 'x.json');
    const a = root.fields?.get('a');
    expect([a?.line, a?.column]).toEqual([2, 3]);
    const object = a?.node.items?.[1];
    expect([object?.line, object?.column]).toEqual([3, 5]);
    expect(object?.fields?.get('b')?.node).toMatchObject({ value: true, line: 3, column: 11 });
  });
});
