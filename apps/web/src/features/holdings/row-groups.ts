/** Holdings put together by what they have in common. */
import type { PortfolioTargets, TargetDrift } from '@riskoptimizer/contracts';
import type { HoldingRow } from './holding-rows.ts';

const fixedGroupings = ['asset-class', 'sector', 'country', 'currency', 'account'] as const;
export type Grouping = (typeof fixedGroupings)[number] | `label:${string}`;

const names: Readonly<Record<(typeof fixedGroupings)[number], string>> = {
  'asset-class': 'class',
  sector: 'sector',
  country: 'country',
  currency: 'currency',
  account: 'account',
};

export interface GroupingChoice {
  readonly value: Grouping;
  readonly label: string;
}

/** What there is to group by: accounts where there are any, and every label that an asset carries. */
export function groupingChoices(rows: readonly HoldingRow[], accountCount: number): GroupingChoice[] {
  const labels = [...new Set(rows.flatMap((row) => Object.keys(row.labels)))].sort((a, b) => a.localeCompare(b, 'en'));
  return [
    ...fixedGroupings
      .filter((value) => value !== 'account' || accountCount > 0)
      .map((value) => ({ value, label: names[value] })),
    ...labels.map((key) => ({ value: `label:${key}` as const, label: `label: ${key}` })),
  ];
}

export function parseGrouping(search: URLSearchParams, choices: readonly GroupingChoice[]): Grouping | undefined {
  const written = search.get('group');
  return choices.find(({ value }) => value === written)?.value;
}

/** What is said of a row; `null` is said by no group. */
export function groupOf(row: HoldingRow, grouping: Grouping): string | null {
  switch (grouping) {
    case 'asset-class':
      return classWords(row.assetClass);
    case 'sector':
      return row.sector;
    case 'country':
      return row.country;
    case 'currency':
      return row.currency;
    case 'account':
      return row.accounts[0] ?? null;
    default:
      return row.labels[grouping.slice('label:'.length)] ?? null;
  }
}

/** The targets of the groups that are shown, found by any of their rows; undefined when targets are about something else. */
export type GroupTargets = (rows: readonly HoldingRow[]) => TargetDrift | undefined;

export function targetsOfGroups(
  targets: PortfolioTargets | undefined,
  grouping: Grouping | undefined,
): GroupTargets | undefined {
  if (targets === undefined || grouping === undefined || targets.by !== grouping) return undefined;
  const nameOf = (group: string) => (grouping === 'asset-class' ? classWords(group) : group);
  const byName = new Map(targets.items.flatMap((item) => (item.group === null ? [] : [[nameOf(item.group), item]])));
  return ([row]) => byName.get((row && groupOf(row, grouping)) ?? '');
}

function classWords(assetClass: string): string {
  return assetClass.replaceAll('-', ' ');
}

/** Names of the groups by their weight, the heaviest first; what nothing is said of stands last. */
export function groupNames(rows: readonly HoldingRow[], grouping: Grouping): (string | null)[] {
  const weights = new Map<string | null, number>();
  for (const row of rows) {
    const name = groupOf(row, grouping);
    weights.set(name, (weights.get(name) ?? 0) + (row.weight ?? 0));
  }
  return [...weights]
    .sort(([a, weightA], [b, weightB]) => {
      if (a === null || b === null) return a === null ? 1 : -1;
      return weightB - weightA || a.localeCompare(b, 'en');
    })
    .map(([name]) => name);
}
