/**
 * Puts holdings together by a property of their assets: class, sector, country, currency, or a label of one's own.
 *
 * Every holding is in exactly one group, so weights and values of the groups sum to those of the holdings. What nothing is said
 * of is a group of its own (`null`), never left out and never zero.
 */
import type { HoldingGroup } from '@riskoptimizer/contracts';
import { Money } from '../valuation/decimal-and-number.ts';

export interface GroupedHolding {
  readonly assetId: string;
  readonly assetClass: string;
  readonly sector: string | null;
  readonly country: string | null;
  readonly currency: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Share of the portfolio; negative for a short position. */
  readonly weight: number;
  /** Decimal in the base currency; null for a portfolio by weight. */
  readonly value: string | null;
}

const labelPrefix = 'label:';

/** The group that a holding is in; null when nothing is said of it. */
export function groupOf(holding: Omit<GroupedHolding, 'weight' | 'value'>, by: string): string | null {
  if (by.startsWith(labelPrefix)) {
    const key = by.slice(labelPrefix.length);
    return Object.hasOwn(holding.labels, key) ? holding.labels[key]! : null;
  }
  if (by === 'asset-class') return holding.assetClass;
  if (by === 'currency') return holding.currency;
  return by === 'sector' ? holding.sector : holding.country;
}

/**
 * @param by `asset-class`, `sector`, `country`, `currency` or `label:` and a key.
 * @returns the heaviest group first, groups of one weight by name, what nothing is said of last; none for no holdings.
 */
export function groupHoldings(holdings: readonly GroupedHolding[], by: string): HoldingGroup[] {
  const members = new Map<string | null, GroupedHolding[]>();
  for (const holding of holdings) {
    const group = groupOf(holding, by);
    members.set(group, [...(members.get(group) ?? []), holding]);
  }
  return [...members].map(([group, some]) => sumUp(group, some)).toSorted(order);
}

function sumUp(group: string | null, members: readonly GroupedHolding[]): HoldingGroup {
  const values = members.map(({ value }) => value);
  return {
    group,
    weight: members.reduce((sum, { weight }) => sum + weight, 0),
    value: values.includes(null) ? null : values.reduce((sum, value) => sum.plus(value!), new Money(0)).toFixed(),
    assetIds: members.map(({ assetId }) => assetId),
  };
}

function order(one: HoldingGroup, other: HoldingGroup): number {
  if (one.group === null || other.group === null) return one.group === null ? 1 : -1;
  return other.weight - one.weight || (one.group < other.group ? -1 : 1);
}
