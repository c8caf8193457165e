import { describe, expect, it } from 'vitest';
import { canonicalJson, parseCanonicalJson } from './canonical-json.ts';

/** RFC 8785 appendix B: IEEE 754 bits and the text they are written as; null is refused. */
const numbers: readonly (readonly [bits: string, text: string | null])[] = [
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['7fffffffffffffff', null],
  ['7ff0000000000000', null],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
];

describe('canonicalJson', () => {
  it.each(numbers)('writes the number %s as %s', (bits, text) => {
    const number = Buffer.from(bits, 'hex').readDoubleBE();
    if (text === null) expect(() => canonicalJson(number)).toThrow('cannot write that exactly');
    else expect(canonicalJson(number)).toBe(text);
  });

  it('writes the example of RFC 8785 section 3.2.2', () => {
    const given = String.raw`{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}`;
    expect(canonicalJson(JSON.parse(given))).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts names by UTF-16 code units (section 3.2.3), and takes __proto__ for a name', () => {
    const names = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
    const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\ufb33'];
    const text = canonicalJson(Object.fromEntries(names.map((name) => [name, 0])));
    expect(text).toBe(`{${sorted.map((name) => `${JSON.stringify(name)}:0`).join(',')}}`);
    expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"a":1}}'))).toBe('{"__proto__":{"a":1},"b":1}');
  });

  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  it.each<[string, unknown, string]>([
    ['NaN', { a: [0, Number.NaN] }, 'the value at /a/1 is NaN'],
    ['an infinity', { a: -1 / 0 }, 'the value at /a is -Infinity'],
    ['undefined', { a: { b: undefined } }, 'the value at /a/b is undefined'],
    ['undefined itself', undefined, 'the value is undefined'],
    // oxlint-disable-next-line no-sparse-arrays -- an empty place is what is tested
    ['an empty place', [1, , 2], 'the value at /1 is undefined'],
    ['half a surrogate pair', { a: 'x\ud83d' }, 'the value at /a holds half of a surrogate pair'],
    ['half a surrogate pair in a name', { '\ude00': 1 }, 'holds half of a surrogate pair'],
    ['a big integer', { a: 1n }, 'the value at /a is of type bigint'],
    ['a function', { a: () => 0 }, 'the value at /a is of type function'],
    ['a symbol', [Symbol('s')], 'the value at /0 is of type symbol'],
    ['a date', { a: new Date(0) }, 'the value at /a is a Date'],
    ['a map', { a: new Map() }, 'the value at /a is a Map'],
    ['a boxed number', { a: Object(1) }, 'the value at /a is a Number'],
    ['a cycle', cyclic, 'lies deeper than 100 levels, or holds itself'],
  ])('refuses %s, and says where', (_name, value, sentence) => {
    expect(() => canonicalJson(value)).toThrow(sentence);
  });
});

describe('parseCanonicalJson', () => {
  it('reads back what canonicalJson wrote', () => {
    const value = { a: [1, 'ä', null, { b: 1e-7, c: false }], 'z"': '\u2028\n' };
    expect(parseCanonicalJson(canonicalJson(value))).toEqual(value);
  });

  it.each([
    ['white space', '{"a": 1}'],
    ['another order', '{"b":1,"a":1}'],
    ['a name twice', '{"a":1,"a":1}'],
    ['another spelling of a number', '{"a":1.0}'],
    ['negative zero', '{"a":-0}'],
    ['another spelling of a text', String.raw`{"a":"\u0041"}`],
    ['a line feed at the end', '{"a":1}\n'],
  ])('refuses %s', (_name, text) => {
    expect(() => parseCanonicalJson(text)).toThrow('not in canonical form');
  });

  it('refuses what is not JSON, numbers beyond doubles, and depth, without running out of stack', () => {
    expect(() => parseCanonicalJson('{"a":}')).toThrow('it is not JSON');
    expect(() => parseCanonicalJson('{"a":1e999}')).toThrow('the value at /a is Infinity');
    expect(() => parseCanonicalJson(String.raw`"\ud800"`)).toThrow('half of a surrogate pair');
    expect(() => parseCanonicalJson('['.repeat(100_000) + ']'.repeat(100_000))).toThrow('deeper than 100 levels');
  });
});
