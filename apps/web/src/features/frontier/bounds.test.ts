import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Bound,
  boundArrays,
  boundOf,
  formatBounds,
  hasOwnBound,
  isLongOnly,
  longOnly,
  parseBounds,
  withBound,
} from './bounds.ts';

describe('bounds in the address', () => {
  it('writes nothing for bounds that were not changed', () => {
    expect(formatBounds(longOnly)).toBeUndefined();
    expect(isLongOnly(parseBounds(null))).toBe(true);
    expect(isLongOnly(parseBounds('0~100'))).toBe(true);
  });

  it('writes per cent, with the bounds of single assets after those of all', () => {
    const choice = withBound(withBound(longOnly, null, { lower: 0, upper: 0.25 }), 'ACME', { lower: 0.02, upper: 0.1 });
    expect(formatBounds(choice)).toBe('0~25,ACME:2~10');
    expect(boundArrays(parseBounds('0~25,ACME:2~10'), ['BOND', 'ACME'])).toEqual({
      lower: [0, 0.02],
      upper: [0.25, 0.1],
      written: '0~25,ACME:2~10 per cent',
    });
  });

  it('reads no bound, short positions, and symbols with every odd character', () => {
    const symbols = ['EUR=X', 'a:b,c~d', '100 %', '日経'];
    let choice = parseBounds('~,S:-10~7');
    expect(boundArrays(choice, ['S', 'T'])).toMatchObject({ lower: [-0.1, -Infinity], upper: [0.07, Infinity] });
    for (const symbol of symbols) choice = withBound(choice, symbol, { lower: 0.01, upper: null });
    expect(parseBounds(formatBounds(choice) ?? null)).toEqual(choice);
  });

  it('leaves out what cannot be read, and nothing else', () => {
    expect(parseBounds('half,ACME:2~10,X:,:1~2,Y:1~,%E0%A4%A:1~2,Z:0~99999')).toEqual({
      default: longOnly.default,
      assets: new Map([
        ['ACME', { lower: 0.02, upper: 0.1 }],
        ['Y', { lower: 0.01, upper: null }],
      ]),
    });
  });

  it('reads what it wrote, whatever was chosen', () => {
    const weight = fc.option(
      fc.integer({ min: -1000, max: 1000 }).map((hundredths) => hundredths / 10_000),
      { nil: null },
    );
    const bound: fc.Arbitrary<Bound> = fc.record({ lower: weight, upper: weight }, { noNullPrototype: true });
    const changes = fc.array(fc.tuple(fc.option(fc.string({ minLength: 1 }), { nil: null }), bound), { maxLength: 8 });
    fc.assert(
      fc.property(changes, (steps) => {
        const choice = steps.reduce((last, [symbol, next]) => withBound(last, symbol, next), longOnly);
        const read = parseBounds(formatBounds(choice) ?? null);
        expect(read.default).toEqual(choice.default);
        expect(read.assets).toEqual(choice.assets);
      }),
    );
  });
});

describe('changing bounds', () => {
  it('drops the bound of an asset that equals the one of all others', () => {
    const own = withBound(longOnly, 'ACME', { lower: 0, upper: 0.1 });
    expect(hasOwnBound(own, 'ACME')).toBe(true);
    expect(hasOwnBound(withBound(own, 'ACME', longOnly.default), 'ACME')).toBe(false);
    expect(hasOwnBound(withBound(own, null, { lower: 0, upper: 0.1 }), 'ACME')).toBe(false);
  });

  it('leaves the choice it started from as it was', () => {
    withBound(longOnly, 'ACME', { lower: 0.1, upper: 0.2 });
    expect(boundOf(longOnly, 'ACME')).toEqual({ lower: 0, upper: 1 });
  });
});
