/** What is not the same in two versions of a portfolio, ready to be shown side by side. */
import type { PortfolioVersionContent, TargetsInput } from '@riskoptimizer/contracts';
import { sumDecimals } from '@riskoptimizer/price-csv';
import { percent } from '../../platform/format.ts';
import { benchmarkWords, type Names } from '../portfolios/benchmark-words.ts';

/** A weight as a fraction or a quantity in units; which of them, the version says. */
type Amount = { readonly weight: number } | { readonly quantity: string };

export interface HoldingChange {
  readonly assetId: string;
  readonly symbol: string;
  /** Null: not held. */
  readonly before: Amount | null;
  readonly after: Amount | null;
  /** After less before; null between a weight and a quantity. */
  readonly difference: Amount | null;
}

export interface TextChange {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

export interface VersionDiff {
  /** Name, base currency, benchmark, way of holding. */
  readonly facts: readonly TextChange[];
  readonly holdings: readonly HoldingChange[];
  /** Holdings that are the same in both. */
  readonly unchangedCount: number;
  readonly targets: readonly TextChange[];
}

export const kindWords = { weights: 'by weight', quantities: 'by quantity', ledger: 'by transactions' } as const;

const noTarget = 'no target';

/** From one version to another; `before` is null for the first one. */
export function versionDiff(
  before: PortfolioVersionContent | null,
  after: PortfolioVersionContent,
  names: Names,
): VersionDiff {
  return {
    facts: before === null ? [] : factChanges(before, after, names),
    ...holdingChanges(before, after),
    targets: targetChanges(before?.targets ?? null, after.targets, names),
  };
}

export function isNoDifference({ facts, holdings, targets }: VersionDiff): boolean {
  return facts.length + holdings.length + targets.length === 0;
}

function factChanges(before: PortfolioVersionContent, after: PortfolioVersionContent, names: Names): TextChange[] {
  const facts: readonly { readonly name: string; readonly of: (content: PortfolioVersionContent) => string }[] = [
    { name: 'Name', of: ({ name }) => name },
    { name: 'Base currency', of: ({ baseCurrency }) => baseCurrency },
    { name: 'Holdings', of: ({ allocationKind }) => kindWords[allocationKind] },
    { name: 'Benchmark', of: ({ benchmark }) => benchmarkWords(benchmark, names) },
  ];
  return changesOf(facts.map(({ name, of }) => ({ name, before: of(before), after: of(after) })));
}

function holdingChanges(
  before: PortfolioVersionContent | null,
  after: PortfolioVersionContent,
): Pick<VersionDiff, 'holdings' | 'unchangedCount'> {
  const [former, present] = [amountsOf(before), amountsOf(after)];
  const assetIds = [...new Set([...present.keys(), ...former.keys()])];
  const holdings = assetIds.flatMap((assetId) => {
    const [was, is] = [former.get(assetId), present.get(assetId)];
    if (was && is && isSameAmount(was.amount, is.amount)) return [];
    const [from, to] = [was?.amount ?? null, is?.amount ?? null];
    const symbol = (is ?? was)?.symbol ?? '';
    return [{ assetId, symbol, before: from, after: to, difference: differenceOf(from, to) }];
  });
  return { holdings, unchangedCount: assetIds.length - holdings.length };
}

function amountsOf(content: PortfolioVersionContent | null) {
  return new Map(
    content?.allocations.map(({ assetId, symbol, weight, quantity }) => {
      const amount: Amount = quantity === null ? { weight: weight ?? 0 } : { quantity };
      return [assetId, { symbol, amount }] as const;
    }),
  );
}

function isSameAmount(one: Amount, other: Amount): boolean {
  const difference = differenceOf(one, other);
  if (difference === null) return false;
  return 'weight' in difference ? difference.weight === 0 : Number(difference.quantity) === 0;
}

/** Not held counts as nothing of what the other side is counted in. */
function differenceOf(before: Amount | null, after: Amount | null): Amount | null {
  const known = after ?? before;
  if (known === null) return null;
  if ('weight' in known) {
    if (before && !('weight' in before)) return null;
    return { weight: (after ? known.weight : 0) - (before?.weight ?? 0) };
  }
  if (before && 'weight' in before) return null;
  return { quantity: sumDecimals([after ? known.quantity : '0', negative(before?.quantity ?? '0')]) };
}

function negative(decimal: string): string {
  return decimal.startsWith('-') ? decimal.slice(1) : `-${decimal}`;
}

function targetChanges(before: TargetsInput | null, after: TargetsInput | null, names: Names): TextChange[] {
  const [former, present] = [targetsOf(before, names), targetsOf(after, names)];
  const keys = [...new Set([...present.keys(), ...former.keys()])];
  return changesOf(
    keys.map((key) => ({
      name: (present.get(key) ?? former.get(key))?.label ?? '',
      before: former.get(key)?.text ?? noTarget,
      after: present.get(key)?.text ?? noTarget,
    })),
  );
}

function targetsOf(targets: TargetsInput | null, { symbols }: Names) {
  const labelled =
    targets?.kind === 'groups'
      ? targets.items.map((item) => ({ key: `${targets.by} ${item.group}`, label: item.group, item }))
      : (targets?.items ?? []).map((item) => {
          return { key: item.assetId, label: symbols.get(item.assetId) ?? 'a deleted asset', item };
        });
  return new Map(labelled.map(({ key, label, item }) => [key, { label, text: targetText(item) }]));
}

function targetText({ weight, bandAbsolute, bandRelative }: TargetsInput['items'][number]): string {
  const bands = [
    bandAbsolute === null ? [] : [`± ${Number((bandAbsolute * 100).toFixed(4))} points`],
    bandRelative === null ? [] : [`± ${percent(bandRelative)} of it`],
  ].flat();
  return [percent(weight, 2), ...bands].join(', ');
}

function changesOf(changes: readonly TextChange[]): TextChange[] {
  return changes.filter(({ before, after }) => before !== after);
}
