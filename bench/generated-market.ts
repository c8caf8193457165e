/** Covariances to measure on: generated, seeded, and of the two shapes that occur: a factor model, and a sample with fewer periods than assets. */
import { covariance, createRandom, type Matrix, type MeanVarianceProblem, type Random } from '@riskoptimizer/engine';

const marketVolatility = 0.16;
const factorVolatility = 0.08;

/** Annual moments of `assetCount` assets driven by a market factor, other factors and a share of their own. */
export function factorProblem(assetCount: number, factorCount: number, seed: number): MeanVarianceProblem {
  const random = createRandom(seed);
  const loadings = Array.from({ length: assetCount }, () =>
    Array.from({ length: factorCount }, (_, factor) => (factor === 0 ? 1 : 0) + 0.3 * random.normal()),
  );
  const variances = Array.from(
    { length: factorCount },
    (_, factor) => (factor === 0 ? marketVolatility : factorVolatility) ** 2,
  );
  const data = new Float64Array(assetCount * assetCount);
  for (let row = 0; row < assetCount; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let value = row === column ? (0.1 + 0.2 * random.uniform()) ** 2 : 0;
      for (let factor = 0; factor < factorCount; factor += 1) {
        value += loadings[row]![factor]! * loadings[column]![factor]! * variances[factor]!;
      }
      data[row * assetCount + column] = value;
      data[column * assetCount + row] = value;
    }
  }
  const expectedReturns = loadings.map((loading) => 0.02 + 0.05 * loading[0]! + 0.02 * random.normal());
  return longOnly(expectedReturns, { rows: assetCount, columns: assetCount, data });
}

/** Sample moments of fewer periods than assets: a singular covariance. */
export function sampleProblem(assetCount: number, periodCount: number, seed: number): MeanVarianceProblem {
  const random = createRandom(seed);
  const returns = generatedReturns(periodCount, assetCount, random);
  const estimate = covariance(returns, { method: 'sample', periodsPerYear: 252, repair: false });
  return longOnly(
    Array.from({ length: assetCount }, () => 0.06 + 0.03 * random.normal()),
    estimate.covariance,
  );
}

/** Daily returns with one common factor. */
export function generatedReturns(periodCount: number, assetCount: number, random: Random): Matrix {
  const data = new Float64Array(periodCount * assetCount);
  for (let period = 0; period < periodCount; period += 1) {
    const market = 0.01 * random.normal();
    for (let asset = 0; asset < assetCount; asset += 1)
      data[period * assetCount + asset] = market + 0.015 * random.normal();
  }
  return { rows: periodCount, columns: assetCount, data };
}

function longOnly(expectedReturns: number[], matrix: Matrix): MeanVarianceProblem {
  const size = expectedReturns.length;
  return {
    expectedReturns,
    covariance: matrix,
    bounds: { lower: new Float64Array(size), upper: new Float64Array(size).fill(1) },
  };
}
