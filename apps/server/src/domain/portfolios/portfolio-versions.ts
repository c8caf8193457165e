/** What is kept of a version, and what changed from one to the next. */
import type { PortfolioVersionContent, PortfolioVersionSummary } from '@riskoptimizer/contracts';
import type { PortfolioRecord } from './portfolio.ts';
import type { KeptVersion } from './ports.ts';

export function versionContent(record: PortfolioRecord, symbols: ReadonlyMap<string, string>): PortfolioVersionContent {
  const { name, baseCurrency, benchmark, allocationKind, allocations, targets } = record;
  return {
    name,
    baseCurrency,
    benchmark,
    allocationKind,
    allocations: allocations.map((allocation) => ({ ...allocation, symbol: symbols.get(allocation.assetId) ?? '' })),
    targets,
  };
}

/** Holdings that one line of a list names; a rebalancing changes all of them. */
const namedHoldingsMax = 20;

const fields = ['name', 'baseCurrency', 'benchmark', 'allocationKind', 'targets'] as const;

/** A line of the history; `before` is null for the first version that is kept. */
export function presentVersion(
  { version, change, changedBy, createdAt, content }: KeptVersion,
  before: PortfolioVersionContent | null,
  ownerId: string,
): PortfolioVersionSummary {
  const holdings = holdingChanges(before, content);
  const changed = before === null ? [] : fields.filter((field) => !isSame(before[field], content[field]));
  return {
    version,
    change,
    changedBy: whoChanged(changedBy, ownerId),
    changedAt: createdAt.toISOString(),
    fields: before !== null && holdings.length > 0 ? [...changed, 'holdings'] : changed,
    holdings: holdings.slice(0, namedHoldingsMax),
    holdingChangeCount: holdings.length,
  };
}

export function whoChanged(changedBy: string | null, ownerId: string): PortfolioVersionSummary['changedBy'] {
  if (changedBy === null) return 'server';
  return changedBy === ownerId ? 'owner' : 'editor';
}

type HoldingChange = PortfolioVersionSummary['holdings'][number];

function holdingChanges(before: PortfolioVersionContent | null, after: PortfolioVersionContent): HoldingChange[] {
  const amounts = (content: PortfolioVersionContent | null) =>
    new Map(content?.allocations.map((one) => [one.assetId, { ...one, amount: one.quantity ?? String(one.weight) }]));
  const [former, present] = [amounts(before), amounts(after)];
  return [...new Set([...former.keys(), ...present.keys()])].flatMap((assetId) => {
    const [was, is] = [former.get(assetId), present.get(assetId)];
    if (was?.amount === is?.amount && (before === null || before.allocationKind === after.allocationKind)) return [];
    const symbol = (is ?? was)!.symbol;
    return [{ assetId, symbol, before: was?.amount ?? null, after: is?.amount ?? null }];
  });
}

/** Keys come from the database in an order of their own. */
export function isSame(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
