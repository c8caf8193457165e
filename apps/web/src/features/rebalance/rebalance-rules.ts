/** What the trades are asked for by, as the address of the page. Defaults are left out; what cannot be read falls back to its own. */
import type { CostBasisMethod, RebalancingRequest, RebalancingTargets } from '@riskoptimizer/contracts';

/** Where to go: the saved targets, or weights that follow from the portfolio. */
export const aims = ['saved', 'present', 'equal', 'minimum-variance', 'maximum-sharpe'] as const;
export type AimName = (typeof aims)[number];

const costBases = ['fifo', 'lifo', 'average', 'specific'] as const satisfies readonly CostBasisMethod[];

export interface RebalanceRules {
  /** Undefined: the saved targets where there are any, else equal weights. */
  readonly aim: AimName | undefined;
  /** To the cent, in the base currency; negative is raised. */
  readonly cash: number;
  readonly trigger: RebalancingRequest['trigger'];
  readonly reach: RebalancingRequest['rebalanceTo'];
  readonly sells: 'yes' | 'no';
  readonly units: RebalancingRequest['units'];
  readonly minimum: number;
  /** Of each trade, in the base currency. */
  readonly fixedCost: number;
  /** Of the value of each trade. */
  readonly costShare: number;
  readonly costBasis: CostBasisMethod;
  /** Value of a portfolio by weight. */
  readonly total: number;
}

export const ruleDefaults = {
  aim: undefined,
  cash: 0,
  trigger: 'always',
  reach: 'target',
  sells: 'yes',
  units: 'whole',
  minimum: 0,
  fixedCost: 0,
  costShare: 0,
  costBasis: 'fifo',
  total: 100_000,
} as const satisfies RebalanceRules;

export const amountMax = 1e12;

export function parseRules(search: URLSearchParams): RebalanceRules {
  const written = (name: keyof RebalanceRules) => search.get(name);
  const amount = (name: 'cash' | 'minimum' | 'fixedCost' | 'total', least: number) =>
    numberOf(written(name), ruleDefaults[name], least, amountMax);
  return {
    aim: aims.find((name) => name === written('aim')),
    cash: amount('cash', -amountMax),
    trigger: written('trigger') === 'outside-band' ? 'outside-band' : 'always',
    reach: written('reach') === 'band-edge' ? 'band-edge' : 'target',
    sells: written('sells') === 'no' ? 'no' : 'yes',
    units: written('units') === 'fractional' ? 'fractional' : 'whole',
    minimum: amount('minimum', 0),
    fixedCost: amount('fixedCost', 0),
    costShare: numberOf(written('costShare'), 0, 0, 0.1),
    costBasis: costBases.find((name) => name === written('costBasis')) ?? 'fifo',
    total: amount('total', 0.01),
  };
}

function numberOf(written: string | null, fallback: number, least: number, most: number): number {
  if (!written || !/^-?\d+(\.\d+)?$/.test(written)) return fallback;
  const value = Number(written);
  return value >= least && value <= most ? value : fallback;
}

/** What the API is asked: only what differs from its defaults, so that equal views share an answer. */
export function planRequest(
  rules: RebalanceRules,
  targets: RebalancingTargets,
  kind: 'weights' | 'quantities' | 'ledger',
) {
  const hasBands = targets.kind === 'saved';
  const { fixedCost, costShare } = rules;
  return {
    targets,
    ...(kind === 'weights' && { totalValue: decimalOf(rules.total) }),
    ...(rules.cash !== 0 && { cash: decimalOf(rules.cash) }),
    ...(hasBands && rules.trigger !== 'always' && { trigger: rules.trigger }),
    ...(hasBands && rules.reach !== 'target' && { rebalanceTo: rules.reach }),
    ...(rules.sells === 'no' && { allowSells: false }),
    ...(rules.units !== 'whole' && { units: rules.units }),
    ...(rules.minimum !== 0 && { minimumTrade: decimalOf(rules.minimum) }),
    ...((fixedCost !== 0 || costShare !== 0) && { costs: { fixed: decimalOf(fixedCost), share: costShare } }),
    ...(kind === 'ledger' && rules.costBasis !== 'fifo' && { costBasis: rules.costBasis }),
  };
}

/** To the cent; never with an exponent, which is no decimal of the API. */
export function decimalOf(amount: number): string {
  return amount.toFixed(2);
}
