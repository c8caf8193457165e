/** Targets as they are being typed: texts, until every one of them can be read. */
import type { PortfolioTargets, TargetsInput } from '@riskoptimizer/contracts';
import { sumDecimals, weightSumTolerance } from '@riskoptimizer/price-csv';
import { savedSubjects, type TargetSubject, type TargetsBy } from './target-subjects.ts';

export interface TargetRow {
  /** Id of the asset, or the group. */
  readonly key: string;
  readonly label: string;
  /** Per cent; empty: no target. */
  readonly weight: string;
  /** Points. */
  readonly bandAbsolute: string;
  /** Per cent of the target. */
  readonly bandRelative: string;
}
export type TargetField = 'weight' | 'bandAbsolute' | 'bandRelative';

interface ReadTarget {
  readonly key: string;
  readonly weight: number;
  readonly bandAbsolute: number | null;
  readonly bandRelative: number | null;
}

export interface ReadTargets {
  readonly items: readonly ReadTarget[];
  /** `key:field` of what is no per cent between 0 and 100. */
  readonly wrong: ReadonlySet<string>;
  /** Exact sum in per cent. */
  readonly sum: string;
  /** What the sum leaves for cash, in per cent. */
  readonly rest: string;
  /** Null when they can be saved. */
  readonly problem: string | null;
}

/** A row for everything that is held or has a target; targets about something else are no start. */
export function targetRows(by: TargetsBy, targets: PortfolioTargets, held: readonly TargetSubject[]): TargetRow[] {
  const isSaved = targets.by === by;
  const items = isSaved ? targets.items : [];
  const saved = new Map(items.map((item) => [item.assetId ?? item.group, item]));
  const heldKeys = new Set(held.map(({ key }) => key));
  const others = isSaved ? savedSubjects(targets).filter(({ key }) => !heldKeys.has(key)) : [];
  return [...held, ...others].map(({ key, label }) => {
    const item = saved.get(key);
    return {
      key,
      label,
      weight: perCent(item?.target),
      bandAbsolute: perCent(item?.bandAbsolute),
      bandRelative: perCent(item?.bandRelative),
    };
  });
}

export function emptyRow({ key, label }: TargetSubject): TargetRow {
  return { key, label, weight: '', bandAbsolute: '', bandRelative: '' };
}

/** What the API takes. */
export function targetsInput(by: TargetsBy, items: ReadTargets['items']): TargetsInput {
  return by === 'asset'
    ? { kind: 'assets', items: items.map(({ key, ...target }) => ({ assetId: key, ...target })) }
    : { kind: 'groups', by, items: items.map(({ key, ...target }) => ({ group: key, ...target })) };
}

/** The same proportions, summing to 100 %. */
export function scaledToWhole(rows: readonly TargetRow[]): TargetRow[] {
  const { items, sum } = readTargets(rows);
  const whole = Number(`${sum}e-2`);
  return withWeights(rows, new Map(items.map(({ key, weight }) => [key, weight / whole])));
}

/** The rows with these weights, their bands as they were; what is not named has no target. */
export function withWeights(rows: readonly TargetRow[], weights: ReadonlyMap<string, number>): TargetRow[] {
  const kept = rows.map((row) => ({ row, weight: weights.get(row.key) ?? 0 })).filter(({ weight }) => weight > 0);
  const parts = wholeParts(kept.map(({ weight }) => weight));
  const texts = new Map(kept.map(({ row }, index) => [row.key, parts[index] ?? '']));
  return rows.map((row) => ({ ...row, weight: texts.get(row.key) ?? '' }));
}

/** Weights in hundredths of a per cent that keep their sum: what rounding leaves goes to those that lost most by it. */
function wholeParts(weights: readonly number[]): string[] {
  const exact = weights.map((weight) => weight * 10_000);
  const parts = exact.map(Math.floor);
  const whole = Math.round(exact.reduce((sum, one) => sum + one, 0));
  const lost = exact
    .map((one, index) => ({ index, loss: one - Math.floor(one) }))
    .sort((a, b) => b.loss - a.loss)
    .slice(0, whole - parts.reduce((sum, one) => sum + one, 0));
  for (const { index } of lost) parts[index] = (parts[index] ?? 0) + 1;
  return parts.map((part) => String(Number(`${part}e-2`)));
}

export function readTargets(rows: readonly TargetRow[]): ReadTargets {
  const wrong = new Set<string>();
  const read = (row: TargetRow, field: TargetField) => {
    const text = plainPerCent(row[field]);
    if (text === undefined) wrong.add(`${row.key}:${field}`);
    return text ?? null;
  };
  const texts: string[] = [];
  const items = rows.flatMap((row) => {
    const [weight, bandAbsolute, bandRelative] = [
      read(row, 'weight'),
      read(row, 'bandAbsolute'),
      read(row, 'bandRelative'),
    ];
    if (weight === null) return [];
    texts.push(weight);
    return [
      {
        key: row.key,
        weight: fraction(weight),
        bandAbsolute: bandAbsolute === null ? null : fraction(bandAbsolute),
        bandRelative: bandRelative === null ? null : fraction(bandRelative),
      },
    ];
  });
  const sum = sumDecimals(texts);
  return { items, wrong, sum, rest: sumDecimals(['100', `-${sum}`]), problem: problemOf(wrong.size, sum) };
}

function problemOf(wrongCount: number, sum: string): string | null {
  if (wrongCount > 0) return 'Some fields hold no per cent from 0 to 100; they are marked.';
  if (Number(`${sum}e-2`) - 1 > weightSumTolerance) {
    const excess = sumDecimals([sum, '-100']);
    return `The targets sum to ${sum} %; they may sum to 100 % at most. Take ${excess} points off.`;
  }
  return null;
}

/** Null for nothing, undefined for no per cent from 0 to 100. */
function plainPerCent(text: string): string | null | undefined {
  const plain = text.trim().replace(',', '.');
  if (plain === '') return null;
  if (!/^\d{1,3}(\.\d{1,12})?$/.test(plain) || Number(plain) > 100) return undefined;
  return plain;
}

/** 12.5 as 0.125, and not as 0.12500000000000003. */
function fraction(perCentText: string): number {
  return Number(`${perCentText}e-2`);
}

function perCent(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : String(Number((value * 100).toFixed(8)));
}
