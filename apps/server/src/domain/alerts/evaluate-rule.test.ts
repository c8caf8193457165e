import { array, assert, boolean, constant, constantFrom, double, integer, oneof, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { evaluateRule, type Measurement } from './evaluate-rule.ts';

const rule = { comparison: 'above', threshold: '0.25', hysteresis: '0.02', isLimit: true } as const;
const value = (text: string): Measurement => ({ kind: 'value', value: text });
const missing: Measurement = { kind: 'missing', reason: 'No price since 2026-11-01.' };

/** The changes of a sequence of measurements, one after the other. */
function changesOf(of: Parameters<typeof evaluateRule>[0], sequence: readonly Measurement[]): string[] {
  let isOpen = false;
  return sequence.map((measured) => {
    const { change } = evaluateRule(of, isOpen, measured);
    if (change === 'raised') isOpen = true;
    if (change === 'over') isOpen = false;
    return change;
  });
}

test('fires once for a crossing, stays through the hysteresis, ends, and fires again', () => {
  const sequence = ['0.25', '0.2501', '0.3', '0.24', '0.26', '0.23', '0.24', '0.26'].map(value);
  expect(changesOf(rule, sequence)).toEqual([
    'none',
    'raised',
    'still-true',
    'still-true',
    'still-true',
    'over',
    'none',
    'raised',
  ]);
});

test('of below everything is the other way round', () => {
  const below = { ...rule, comparison: 'below', isLimit: false } as const;
  expect(changesOf(below, ['0.25', '0.2499', '0.26', '0.27', '0.26'].map(value))).toEqual([
    'none',
    'raised',
    'still-true',
    'over',
    'none',
  ]);
});

test('utilisation is value over threshold, and only of limits', () => {
  expect(evaluateRule(rule, false, value('0.2')).utilisation).toBe(0.8);
  expect(evaluateRule({ ...rule, isLimit: false }, false, value('0.2')).utilisation).toBeNull();
});

test('money is compared to the last digit, where doubles are equal', () => {
  const ofMoney = { ...rule, threshold: '900719925474099.3000000001', hysteresis: '0' };
  expect(evaluateRule(ofMoney, false, value('900719925474099.3000000002')).change).toBe('raised');
  expect(evaluateRule(ofMoney, false, value('900719925474099.3000000001')).change).toBe('none');
});

test('missing data is a state with its reason and changes nothing, whether an alert is open or not', () => {
  for (const isOpen of [true, false])
    expect(evaluateRule(rule, isOpen, missing)).toEqual({
      state: 'no-data',
      change: 'none',
      value: null,
      utilisation: null,
      reason: 'No price since 2026-11-01.',
    });
});

test.each(['NaN', 'Infinity', '-Infinity'])('%s is no measurement', (text) => {
  expect(() => evaluateRule(rule, false, value(text))).toThrow(/finite/u);
});

const measurement = oneof(
  { weight: 5, arbitrary: integer({ min: -60, max: 60 }).map((hundredths) => value(String(hundredths / 100))) },
  { weight: 1, arbitrary: constant(missing) },
);
const anyRule = record({
  comparison: constantFrom('above' as const, 'below' as const),
  threshold: integer({ min: 1, max: 50 }).map((hundredths) => String(hundredths / 100)),
  hysteresis: integer({ min: 0, max: 20 }).map((hundredths) => String(hundredths / 100)),
  isLimit: boolean(),
});
const sequences = array(measurement, { maxLength: 60 });

test('an alert is raised, then over, in turns: never twice in a row', () => {
  assert(
    property(anyRule, sequences, (of, sequence) => {
      const turns = changesOf(of, sequence).filter((change) => change === 'raised' || change === 'over');
      turns.forEach((change, index) => expect(change).toBe(index % 2 === 0 ? 'raised' : 'over'));
    }),
  );
});

test('missing data anywhere in a sequence leaves what comes of the rest as it is', () => {
  assert(
    property(anyRule, sequences, (of, sequence) => {
      const known = sequence.filter(({ kind }) => kind === 'value');
      const changes = changesOf(of, sequence);
      expect(changes.filter((_, index) => sequence[index]!.kind === 'value')).toEqual(changesOf(of, known));
      expect(changes.filter((_, index) => sequence[index]!.kind === 'missing').every((one) => one === 'none')).toBe(
        true,
      );
    }),
  );
});

test('a value that moves by no more than the hysteresis never ends an alert and raises it again', () => {
  assert(
    property(
      integer({ min: 2, max: 20 }),
      array(double({ min: 0, max: 0.999, noNaN: true }), { minLength: 2, maxLength: 40 }),
      (hysteresis, shares) => {
        const of = { comparison: 'above', threshold: '0', hysteresis: String(hysteresis), isLimit: false } as const;
        // Within (threshold - hysteresis, …): around the threshold by less than the hysteresis on the lower side.
        const noise = shares.map((share, index) => value(String((index % 2 === 0 ? 1 : -1) * share * hysteresis)));
        const raised = changesOf(of, noise).filter((change) => change === 'raised').length;
        expect(raised).toBeLessThanOrEqual(1);
      },
    ),
  );
});

test('a wider hysteresis never raises more often', () => {
  assert(
    property(anyRule, sequences, integer({ min: 1, max: 30 }), (of, sequence, more) => {
      const raisedWith = (hysteresis: string) =>
        changesOf({ ...of, hysteresis }, sequence).filter((change) => change === 'raised').length;
      expect(raisedWith(String(Number(of.hysteresis) + more / 100))).toBeLessThanOrEqual(raisedWith(of.hysteresis));
    }),
  );
});
