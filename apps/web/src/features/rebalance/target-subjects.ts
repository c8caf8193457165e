/** What targets can be about: single assets, or the groups of one grouping. */
import type { Asset, Holding, HoldingGroups, PortfolioTargets } from '@riskoptimizer/contracts';

/** `asset`, or a grouping as the API names it. */
export type TargetsBy = string;

/** One thing that can have a target. */
export interface TargetSubject {
  /** Id of the asset, or the group as the API names it. */
  readonly key: string;
  readonly label: string;
  /** Held now; 0 for what is not held. */
  readonly weight: number;
}

const fixedNames: Readonly<Record<string, string>> = {
  asset: 'asset',
  'asset-class': 'class',
  sector: 'sector',
  country: 'country',
  currency: 'currency',
};
const labelPrefix = 'label:';

/** `label:strategy` is `strategy`. */
export function subjectName(by: TargetsBy): string {
  return fixedNames[by] ?? by.slice(labelPrefix.length);
}

/** Assets, the four properties, every label that an asset carries, and what the saved targets are about. */
export function subjectChoices(assets: readonly Pick<Asset, 'labels'>[], savedBy: TargetsBy | null): TargetsBy[] {
  const labels = [...new Set(assets.flatMap((asset) => Object.keys(asset.labels)))].sort((a, b) =>
    a.localeCompare(b, 'en'),
  );
  const choices = [...Object.keys(fixedNames), ...labels.map((key) => `${labelPrefix}${key}`)];
  return savedBy === null || choices.includes(savedBy) ? choices : [...choices, savedBy];
}

export function choiceLabel(by: TargetsBy): string {
  if (by === 'asset') return 'single assets';
  return by.startsWith(labelPrefix) ? `label: ${subjectName(by)}` : subjectName(by);
}

/** What a group is called; classes are words and not names. */
function groupLabel(by: TargetsBy, group: string): string {
  return by === 'asset-class' ? group.replaceAll('-', ' ') : group;
}

export function heldAssets(holdings: readonly Holding[]): TargetSubject[] {
  return holdings.map(({ assetId, symbol, weight }) => ({ key: assetId, label: symbol, weight: weight ?? 0 }));
}

/** The groups that have a name. */
export function heldGroups({ by, groups }: HoldingGroups): TargetSubject[] {
  return groups.flatMap(({ group, weight }) =>
    group === null ? [] : [{ key: group, label: groupLabel(by, group), weight }],
  );
}

/** Weight of the holdings of which the grouping says nothing. */
export function weightOfNoGroup({ groups }: HoldingGroups): number {
  return groups.find(({ group }) => group === null)?.weight ?? 0;
}

/** What has a target and is not held. */
export function savedSubjects(targets: PortfolioTargets): TargetSubject[] {
  const by = targets.by ?? 'asset';
  return targets.items.map(({ assetId, group, label, weight }) => ({
    key: assetId ?? group ?? label,
    label: group === null ? label : groupLabel(by, group),
    weight,
  }));
}

/** What could be held besides: other assets, or the groups that they would make. */
export function otherSubjects(by: TargetsBy, assets: readonly Asset[], listed: ReadonlySet<string>): TargetSubject[] {
  const found = new Map<string, TargetSubject>();
  for (const asset of assets) {
    const subject = subjectOf(by, asset);
    if (subject !== null && !listed.has(subject.key)) found.set(subject.key, subject);
  }
  return [...found.values()].sort((a, b) => a.label.localeCompare(b.label, 'en'));
}

function subjectOf(by: TargetsBy, asset: Asset): TargetSubject | null {
  if (by === 'asset') {
    const { id, symbol, name } = asset;
    return { key: id, label: name === symbol ? symbol : `${symbol}, ${name}`, weight: 0 };
  }
  const group = groupOfAsset(by, asset);
  return group === null ? null : { key: group, label: groupLabel(by, group), weight: 0 };
}

function groupOfAsset(by: TargetsBy, { assetClass, sector, country, currency, labels }: Asset): string | null {
  switch (by) {
    case 'asset-class':
      return assetClass;
    case 'sector':
      return sector;
    case 'country':
      return country;
    case 'currency':
      return currency;
    default:
      return Object.hasOwn(labels, subjectName(by)) ? (labels[subjectName(by)] ?? null) : null;
  }
}
