/** What the page and the engine's worker say to each other. Plain data: it is copied from thread to thread. */

export interface FrontierProblem {
  /** Names used in the engine's messages. */
  readonly symbols: readonly string[];
  /** Annual, in the order of `symbols`. */
  readonly expectedReturns: readonly number[];
  /** Annual, one row an asset. */
  readonly covariance: readonly (readonly number[])[];
  /** The portfolio as it is. */
  readonly own: { readonly weights: readonly number[]; readonly expectedReturn: number; readonly volatility: number };
  /** Annual. */
  readonly riskFree: number;
}

export interface FrontierBounds {
  /** -Infinity is no bound. */
  readonly lower: readonly number[];
  /** Infinity is no bound. */
  readonly upper: readonly number[];
  /** The same in words, for the birth certificate of what is computed with them. */
  readonly written: string;
}

export interface FrontierQuestion {
  readonly problem: FrontierProblem;
  readonly bounds: FrontierBounds;
  /** Points on the curve besides the corners. */
  readonly pointCount: number;
}

/** A portfolio in the plane of annual risk and return; weights in the order of the problem. */
export interface LivePoint {
  readonly expectedReturnAnnual: number;
  readonly volatilityAnnual: number;
  /** Null for a portfolio without risk. */
  readonly sharpeRatio: number | null;
  readonly weights: readonly number[];
}

export interface LiveFrontier {
  readonly status: 'optimal' | 'iteration-limit';
  /** From minimum variance to the highest return, corners included. Between two of them the weights are linear in the return. */
  readonly curve: readonly LivePoint[];
  /** From the highest return to minimum variance. */
  readonly corners: readonly LivePoint[];
  readonly minimumVariance: LivePoint;
  /** Null when no portfolio earns more than the risk-free rate. */
  readonly maximumSharpe: LivePoint | null;
  /** The best-paid portfolio with at most the own risk; null when the bounds allow none that calm. */
  readonly sameRisk: LivePoint | null;
  readonly own: LivePoint;
  /** Largest scaled optimality residual over the corners. */
  readonly maximumResidual: number;
  /** True when bounds are missing and the frontier goes on beyond the last corner. */
  readonly isUnbounded: boolean;
  /** Time of the engine, without the way to the worker and back. */
  readonly durationMs: number;
}

export interface LiveConflict {
  readonly status: 'infeasible';
  readonly message: string;
  readonly constraints: readonly string[];
  /** Sums of all lower and of all upper bounds; null when the bounds of an asset cross. */
  readonly feasibleBudget: readonly [number, number] | null;
  /** Indices of the assets whose bounds are involved. */
  readonly assets: readonly number[];
  readonly own: LivePoint;
  readonly durationMs: number;
}

export type LiveAnswer = LiveFrontier | LiveConflict;

export interface WorkerQuestion {
  readonly id: number;
  readonly question: FrontierQuestion;
}

export type WorkerAnswer =
  | { readonly id: number; readonly answer: LiveAnswer }
  | { readonly id: number; readonly failure: string };
