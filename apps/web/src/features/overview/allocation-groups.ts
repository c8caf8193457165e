/** Weights and shares of risk, added up by what the holdings have in common. */
import type { Portfolio, PortfolioRisk } from '@riskoptimizer/contracts';

export const groupings = [
  { name: 'class', label: 'Class' },
  { name: 'currency', label: 'Currency' },
  { name: 'sector', label: 'Sector' },
] as const;
export type Grouping = (typeof groupings)[number]['name'];

export interface AllocationGroup {
  readonly name: string;
  readonly assetCount: number;
  readonly weight: number;
  /** Of volatility; null when no member has one. */
  readonly riskShare: number | null;
}

/** Largest weight first. Assets without the attribute stand together, by name, and are not left out. */
export function allocationGroups(
  holdings: readonly Pick<Portfolio['holdings'][number], 'assetId' | 'assetClass' | 'currency' | 'sector' | 'weight'>[],
  contributions: readonly Pick<PortfolioRisk['contributions'][number], 'assetId' | 'share'>[],
  grouping: Grouping,
): AllocationGroup[] {
  const shares = new Map(contributions.map(({ assetId, share }) => [assetId, share['standard-deviation']]));
  const groups = new Map<string, AllocationGroup>();
  for (const holding of holdings) {
    const name = groupName(holding, grouping);
    const group = groups.get(name) ?? { name, assetCount: 0, weight: 0, riskShare: null };
    const share = shares.get(holding.assetId) ?? null;
    groups.set(name, {
      name,
      assetCount: group.assetCount + 1,
      weight: group.weight + (holding.weight ?? 0),
      riskShare: share === null ? group.riskShare : (group.riskShare ?? 0) + share,
    });
  }
  return [...groups.values()].sort((a, b) => b.weight - a.weight || a.name.localeCompare(b.name, 'en'));
}

function groupName(
  holding: Pick<Portfolio['holdings'][number], 'assetClass' | 'currency' | 'sector'>,
  grouping: Grouping,
): string {
  if (grouping === 'class') return holding.assetClass.replaceAll('-', ' ');
  return grouping === 'currency' ? holding.currency : (holding.sector ?? 'no sector');
}
