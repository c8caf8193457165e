/**
 * One calculation through every folder of the engine, so that two platforms can be compared bit for bit.
 *
 * Every entry holds the numbers of one step; later steps build on earlier ones, so the first difference names the culprit.
 */
import {
  type CovarianceMethod,
  compoundAnnualGrowthRate,
  conditionalValueAtRiskContributions,
  covariance,
  createMatrix,
  createRandom,
  type ExpectedReturnsMethod,
  efficientFrontier,
  expectedReturns,
  type Matrix,
  maximumSharpe,
  portfolioReturns,
  riskMeasure,
  riskMeasureNames,
  sharpeRatio,
  simpleReturns,
  simulateDemoMarket,
  symmetricEigen,
  volatilityContributions,
} from '../src/index.ts';

export type Steps = Record<string, number[]>;

const covarianceMethods: CovarianceMethod[] = [
  'sample',
  'exponentially-weighted',
  'semi-covariance',
  'ledoit-wolf-single-factor',
];
const expectedReturnsMethods: ExpectedReturnsMethod[] = ['mean', 'exponentially-weighted', 'geometric'];

/** Simulated market → returns → moments → risk → exact frontier. */
export function runProgramme(): Steps {
  const steps: Steps = {};
  const market = simulateDemoMarket();
  // NaN has many bit patterns, of which a platform may choose any: missing prices are compared as −1.
  steps['demo prices'] = Array.from(market.prices.prices.data, (price) => (Number.isNaN(price) ? -1 : price));
  for (const pair of market.exchangeRates) steps[`rate ${pair.base}`] = Array.from(pair.rates);
  const assets = market.portfolio.map((holding) => holding.asset);
  const { returns } = simpleReturns(market.prices, { assets });
  steps['simple returns'] = Array.from(returns.data);
  const moments = addMoments(steps, returns);
  const equal = assets.map(() => 1 / assets.length);
  const portfolio = portfolioReturns(returns, equal);
  for (const name of riskMeasureNames) steps[name] = [riskMeasure(name, portfolio)];
  const annual = { periodsPerYear: 252, riskFreeAnnual: 0.02 };
  steps['Sharpe ratio'] = [sharpeRatio(portfolio, annual)];
  steps['annual growth (uses **)'] = [compoundAnnualGrowthRate(portfolio, annual)];
  steps['volatility components'] = Array.from(volatilityContributions(equal, moments.covariance).component);
  steps['CVaR components'] = Array.from(conditionalValueAtRiskContributions(returns, equal).component);
  addFrontier(steps, moments);
  steps['large covariance (vector instructions)'] = largeCovariance();
  return steps;
}

/** Large enough that the Gram matrix takes the path of vector instructions. */
function largeCovariance(): number[] {
  const random = createRandom(1);
  const returns = createMatrix(1000, 210);
  for (let index = 0; index < returns.data.length; index += 1) returns.data[index] = random.studentT(5) / 100;
  return Array.from(covariance(returns, { method: 'sample' }).covariance.data);
}

function addMoments(steps: Steps, returns: Matrix): { expected: Float64Array; covariance: Matrix } {
  for (const method of expectedReturnsMethods) {
    const name = method === 'geometric' ? 'expected returns, geometric (uses **)' : `expected returns, ${method}`;
    steps[name] = Array.from(expectedReturns(returns, { method, periodsPerYear: 252 }));
  }
  for (const method of covarianceMethods) {
    steps[`covariance, ${method}`] = Array.from(covariance(returns, { method, periodsPerYear: 252 }).covariance.data);
  }
  const sample = covariance(returns, { method: 'sample', periodsPerYear: 252 }).covariance;
  const eigen = symmetricEigen(sample);
  steps.eigenvalues = Array.from(eigen.values);
  steps.eigenvectors = Array.from(eigen.vectors.data);
  return { expected: expectedReturns(returns, { method: 'mean', periodsPerYear: 252 }), covariance: sample };
}

function addFrontier(steps: Steps, moments: { expected: Float64Array; covariance: Matrix }): void {
  const count = moments.expected.length;
  const bounds = { lower: new Float64Array(count), upper: new Float64Array(count).fill(0.25) };
  const problem = { expectedReturns: moments.expected, covariance: moments.covariance, bounds };
  const frontier = efficientFrontier(problem);
  if (frontier.status !== 'optimal') throw new Error(`The frontier is ${frontier.status}.`);
  steps['frontier corners'] = frontier.corners.flatMap((corner) =>
    [corner.lambda, corner.variance].concat(Array.from(corner.weights)),
  );
  const best = maximumSharpe(problem, 0.02);
  if (best.status !== 'optimal') throw new Error(`The best portfolio is ${best.status}.`);
  steps['maximum Sharpe'] = Array.from(best.weights);
}
