import { describe, expect, it } from 'vitest';
import { cornerChanges } from './corner-changes.ts';

const assets = [
  { symbol: 'ACME', lower: 0, upper: 1 },
  { symbol: 'BOND', lower: 0.05, upper: 0.5 },
  { symbol: 'GOLD', lower: 0, upper: 0.5 },
];
const gap = '\u00a0';

describe('what changes at a corner', () => {
  it('says which asset comes in, on the corner from which it grows', () => {
    expect(cornerChanges([0.95, 0.05, 0], [0.9, 0.1, 0], [0.8, 0.1, 0.1], assets)).toEqual(['GOLD comes in']);
  });

  it('says which asset goes out, and which reaches or leaves a bound', () => {
    expect(cornerChanges([0.1, 0.4, 0.5], [0, 0.5, 0.5], [0, 0.52, 0.48], assets)).toEqual([
      'ACME goes out',
      `GOLD leaves 50.0${gap}%`,
    ]);
    expect(cornerChanges([0.45, 0.45, 0.1], [0.4, 0.5, 0.1], [0.3, 0.5, 0.2], assets)).toEqual([
      `BOND reaches 50.0${gap}%`,
    ]);
    expect(cornerChanges([0.9, 0.05, 0.05], [0.85, 0.05, 0.1], [0.7, 0.2, 0.1], assets)).toEqual([
      `BOND leaves 5.0${gap}%`,
    ]);
  });
});
