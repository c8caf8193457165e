/** Versions of a portfolio in the words of a person. */
import type { PortfolioVersionSummary } from '@riskoptimizer/contracts';
import { plural } from '../../platform/format.ts';
import { instant } from '../../platform/instants.ts';

type ChangedFields = Pick<PortfolioVersionSummary, 'change' | 'fields' | 'holdings' | 'holdingChangeCount'>;

const whoNames = { owner: 'you', editor: 'somebody it is shared with', server: 'the server' } as const;

const fieldNames = {
  name: 'name',
  baseCurrency: 'base currency',
  benchmark: 'benchmark',
  allocationKind: 'way of holding',
  targets: 'targets',
} as const;

const changeNames: Readonly<Record<PortfolioVersionSummary['change'], string>> = {
  kept: 'As it was when versions began to be kept',
  created: 'Made',
  updated: 'Changed',
  targets: 'Targets set',
  ledger: 'Transactions',
  archived: 'Archived',
  deleted: 'Deleted',
  restored: 'Brought back',
  reverted: 'Went back',
};

/** Symbols that one line names. */
const namedMax = 4;

export function whoWords(changedBy: PortfolioVersionSummary['changedBy']): string {
  return whoNames[changedBy];
}

/** `Changed: name, 2 holdings (AAA, BBB)`. */
export function changeWords({ change, fields, holdings, holdingChangeCount }: ChangedFields): string {
  if (change === 'created') return `Made with ${plural(holdingChangeCount, 'holding')}`;
  if (change === 'kept') return changeNames.kept;
  const parts = fields.flatMap((field) => {
    if (field === 'holdings') return [holdingWords(holdings, holdingChangeCount)];
    return change === 'targets' ? [] : [fieldNames[field]];
  });
  return parts.length === 0 ? changeNames[change] : `${changeNames[change]}: ${parts.join(', ')}`;
}

function holdingWords(holdings: ChangedFields['holdings'], changeCount: number): string {
  const named = holdings.slice(0, namedMax).map(({ symbol }) => symbol);
  const others = changeCount - named.length;
  const list = others > 0 ? `${named.join(', ')} and ${others} more` : named.join(', ');
  return `${plural(changeCount, 'holding')} (${list})`;
}

/** What the history comes to, in one sentence. */
export function historyVerdict(newest: PortfolioVersionSummary): string {
  const { version, changedBy, changedAt } = newest;
  return `Version ${version}, by ${whoWords(changedBy)} on ${instant(changedAt)}. ${changeWords(newest)}.`;
}
