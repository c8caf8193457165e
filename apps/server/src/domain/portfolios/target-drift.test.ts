import type { TargetsInput } from '@riskoptimizer/contracts';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GroupedHolding } from './group-holdings.ts';
import { targetDrifts } from './target-drift.ts';

const held = (assetId: string, weight: number, assetClass = 'equity'): GroupedHolding => ({
  assetId,
  assetClass,
  sector: null,
  country: null,
  currency: 'USD',
  labels: {},
  weight,
  value: null,
});
const none = new Map<string, string>();
const target = (assetId: string, weight: number, bandAbsolute: number | null, bandRelative: number | null) => ({
  assetId,
  weight,
  bandAbsolute,
  bandRelative,
});

test('the 5/25 rule: five points for what is large, a quarter for what is small', () => {
  const targets: TargetsInput = {
    kind: 'assets',
    items: [target('large', 0.4, 0.05, 0.25), target('small', 0.08, 0.05, 0.25), target('gone', 0.1, 0.05, 0.25)],
  };
  const { items, outsideCount, rest, targetSum } = targetDrifts(
    targets,
    [held('large', 0.45), held('small', 0.105), held('other', 0.445)],
    new Map([['large', 'LRG']]),
  );
  expect(items.map(({ label, isWithinBand }) => [label, isWithinBand])).toEqual([
    ['LRG', true],
    ['small', false],
    ['gone', false],
  ]);
  expect(items[0]).toMatchObject({ lowest: expect.closeTo(0.35, 12), highest: expect.closeTo(0.45, 12) });
  expect(items[1]).toMatchObject({ lowest: expect.closeTo(0.06, 12), highest: expect.closeTo(0.1, 12) });
  expect(items[2]).toMatchObject({ weight: 0, drift: -0.1 });
  expect([outsideCount, targetSum]).toEqual([2, expect.closeTo(0.58, 12)]);
  expect(rest).toEqual({ target: expect.closeTo(0.42, 12), weight: expect.closeTo(0.445, 12) });
});

test('without a band nothing is said; a target of zero has no relative one', () => {
  const targets: TargetsInput = {
    kind: 'assets',
    items: [target('a', 0.5, null, null), target('b', 0, null, 0.25), target('c', 0, 0.01, 0.25)],
  };
  const { items } = targetDrifts(targets, [held('b', 0.1), held('c', 0.1)], none);
  expect(items.map(({ isWithinBand }) => isWithinBand)).toEqual([null, null, false]);
});

test('groups are what their holdings are together', () => {
  const targets: TargetsInput = {
    kind: 'groups',
    by: 'asset-class',
    items: [{ group: 'equity', weight: 0.6, bandAbsolute: 0.05, bandRelative: null }],
  };
  const { items, rest } = targetDrifts(targets, [held('a', 0.3), held('b', 0.4), held('c', 0.3, 'bond')], none);
  expect(items[0]).toMatchObject({ label: 'equity', weight: expect.closeTo(0.7, 12), isWithinBand: false });
  expect(rest.weight).toBeCloseTo(0.3, 12);
});

const share = fc.double({ min: 0, max: 1, noNaN: true });
const band = fc.option(share, { nil: null });

test('drifts and the rest sum to what is held less what is aimed at, and the band is never wider than either of its kinds', () => {
  expect.hasAssertions();
  fc.assert(
    fc.property(fc.array(fc.tuple(share, share, band, band), { minLength: 1, maxLength: 12 }), (some) => {
      const items = some.map(([weight, , absolute, relative], place) =>
        target(`${place}`, weight / some.length, absolute, relative),
      );
      const holdings = some.map(([, weight], place) => held(`${place}`, weight));
      const drifts = targetDrifts({ kind: 'assets', items }, [...holdings, held('x', 0.5)], none);
      const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
      const whole = sum(holdings.map(({ weight }) => weight)) + 0.5;
      expect(sum(drifts.items.map(({ drift }) => drift)) + drifts.rest.weight).toBeCloseTo(
        whole - drifts.targetSum,
        10,
      );
      for (const { target: aim, lowest, highest, bandAbsolute, bandRelative } of drifts.items) {
        if (lowest === null || highest === null) continue;
        if (bandAbsolute !== null) expect(highest - aim).toBeLessThanOrEqual(bandAbsolute + 1e-12);
        if (bandRelative !== null && aim > 0) expect(aim - lowest).toBeLessThanOrEqual(bandRelative * aim + 1e-12);
      }
    }),
  );
});
