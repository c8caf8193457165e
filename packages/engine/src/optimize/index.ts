export {
  type CornerPortfolio,
  efficientFrontier,
  type FrontierResult,
  type OptimalFrontier,
} from './efficient-frontier.ts';
export type { BoundConflict, Infeasible } from './feasibility.ts';
export { type FrontierCoordinate, type FrontierPortfolio, frontierPoint } from './frontier-point.ts';
export { kktResidual } from './kkt-residual.ts';
export { maximumReturn } from './maximum-return.ts';
export { maximumSharpe, tangency } from './maximum-sharpe.ts';
export { maximumUtility } from './maximum-utility.ts';
export { minimumVariance } from './minimum-variance.ts';
export type { MeanVarianceProblem, WeightBounds } from './problem.ts';
export { sampleFrontier } from './sample-frontier.ts';
export type { PortfolioSolution, SolvedPortfolio, SolveStatus, UnsolvedPortfolio } from './solution.ts';
export { targetReturn } from './target-return.ts';
export { targetRisk } from './target-risk.ts';
export type { FrontierRay } from './unbounded-frontier.ts';
