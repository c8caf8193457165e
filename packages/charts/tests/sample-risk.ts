/** A risk answer of fixed, made-up data, in the shape of the contract, to draw charts from. Its numbers are not the engine's. */
import type { PortfolioRisk } from '@riskoptimizer/contracts';

/** Park and Miller's minimal standard generator: the same numbers on every machine. */
function uniformSequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

const classes = ['equity', 'bond', 'equity', 'commodity', 'equity', 'real-estate', 'crypto', 'equity', 'cash', 'fund'];

export function sampleAssets(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    symbol: `${'NORTHWIND'.slice(0, 3 + (index % 4))}${index}`,
    name: `Northwind <${index}>`,
    assetClass: classes[index % classes.length] ?? 'other',
  }));
}

function dayAfter(start: string, days: number): string {
  return new Date(Date.parse(`${start}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Three and a half years of daily returns with a crash in the middle. */
function samplePath(count: number) {
  const uniform = uniformSequence(11);
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const returns = Array.from({ length: count }, (_, t) => {
    const crash = t > count * 0.45 && t < count * 0.5;
    return (crash ? -0.006 : 0.0007) + (crash ? 0.025 : 0.008) * normal();
  });
  const cumulative: number[] = [];
  const drawdown: number[] = [];
  let wealth = 1;
  let peak = 1;
  for (const value of returns) {
    wealth *= 1 + value;
    peak = Math.max(peak, wealth);
    cumulative.push(wealth - 1);
    drawdown.push(wealth / peak - 1);
  }
  const rolling = returns.map((_, t) => {
    if (t < 62) return null;
    const part = returns.slice(t - 62, t + 1);
    const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
    return Math.sqrt((part.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 62) * 252);
  });
  return {
    returns,
    cumulative,
    drawdown,
    rolling,
    dates: returns.map((_, t) => dayAfter('2021-01-04', Math.floor(t * 1.4))),
  };
}

function histogram(returns: readonly number[], binCount: number) {
  const low = Math.min(...returns);
  const width = (Math.max(...returns) - low) / binCount;
  const counts = Array.from({ length: binCount }, () => 0);
  for (const value of returns) {
    const bin = Math.min(binCount - 1, Math.floor((value - low) / width));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return {
    binEdges: Array.from({ length: binCount + 1 }, (_, index) => low + index * width),
    counts,
    sampleCount: returns.length,
  };
}

const identifier = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

export function sampleRisk(assetCount = 12): PortfolioRisk {
  const { returns, cumulative, drawdown, rolling, dates } = samplePath(900);
  const sorted = [...returns].sort((a, b) => a - b);
  const tail = sorted.slice(0, Math.floor(returns.length * 0.05));
  const valueAtRisk = -(tail.at(-1) ?? 0);
  const cvar = -tail.reduce((sum, value) => sum + value, 0) / tail.length;
  const assets = sampleAssets(assetCount);
  const uniform = uniformSequence(5);
  const weights = normalise(assets.map(() => uniform() + 0.05));
  const shares = normalise(weights.map((weight) => weight * (0.2 + 2 * uniform())));
  const trough = drawdown.indexOf(Math.min(...drawdown));
  const at = (index: number) => dates[index] ?? '2021-01-04';
  return {
    portfolioId: identifier(0),
    portfolioVersion: 1,
    portfolioName: 'Sample',
    baseCurrency: 'USD',
    simulated: true,
    totalValue: '1000000',
    verdict: 'A sample.',
    window: {
      from: at(0),
      to: at(899),
      periodCount: 900,
      droppedPeriodCount: 0,
      alignment: 'common',
      frequency: 'daily',
      periodsPerYear: 252,
    },
    confidence: 0.95,
    horizon: 1,
    benchmark: {
      kind: 'asset',
      symbol: 'WORLD',
      name: 'World shares',
      items: [{ assetId: identifier(99), symbol: 'WORLD', weight: 1 }],
    },
    measures: {
      variance: 0.0001,
      'standard-deviation': 0.01,
      'semi-deviation': 0.008,
      'value-at-risk': valueAtRisk,
      cvar,
      'max-drawdown': -Math.min(...drawdown),
      'average-drawdown': 0.05,
      'ulcer-index': 0.07,
      'mean-absolute-deviation': 0.007,
      'worst-realization': -(sorted[0] ?? 0),
    },
    performance: {
      volatilityAnnual: 0.158,
      meanReturnAnnual: 0.09,
      compoundAnnualGrowthRate: 0.08,
      totalReturn: cumulative.at(-1) ?? 0,
      sharpeRatio: 0.57,
      sortinoRatio: 0.7,
      beta: 0.9,
      alphaAnnual: 0.01,
      correlationWithBenchmark: 0.93,
    },
    contributions: assets.map(({ symbol }, index) => {
      const each = {
        'standard-deviation': shares[index] ?? 0,
        'value-at-risk': shares[index] ?? 0,
        cvar: shares[index] ?? 0,
      };
      return {
        assetId: identifier(index + 1),
        symbol,
        weight: weights[index] ?? 0,
        volatilityAnnual: 0.2,
        component: each,
        marginal: each,
        share: each,
      };
    }),
    distribution: histogram(returns, 48),
    path: {
      dates,
      cumulativeReturn: cumulative,
      drawdown,
      rollingVolatilityAnnual: rolling,
      benchmarkCumulativeReturn: cumulative.map((value) => value * 0.8),
      benchmarkRollingVolatilityAnnual: rolling.map((value) => (value === null ? null : value * 1.15)),
      rollingWindow: 63,
    },
    drawdowns: [
      {
        peakDate: at(trough - 40),
        troughDate: at(trough),
        recoveryDate: at(trough + 200),
        depth: -(drawdown[trough] ?? 0),
        lengthPeriods: 240,
        recoveryPeriods: 200,
      },
      {
        peakDate: at(100),
        troughDate: at(120),
        recoveryDate: at(150),
        depth: -(drawdown[120] ?? 0),
        lengthPeriods: 50,
        recoveryPeriods: 30,
      },
      {
        peakDate: at(840),
        troughDate: at(880),
        recoveryDate: null,
        depth: -(drawdown[880] ?? 0),
        lengthPeriods: 60,
        recoveryPeriods: null,
      },
    ],
    correlation: {
      symbols: assets.map(({ symbol }) => symbol),
      matrix: assets.map((_, row) =>
        assets.map((__, column) => (row === column ? 1 : Math.cos((row - column) * 0.55) * 0.8)),
      ),
      order: assets.map((_, index) => index),
    },
    concentration: { herfindahlWeight: 0.1, effectiveAssetCount: 10, effectiveRiskCount: 6 },
    coverage: {
      from: at(0),
      to: at(899),
      assets: assets.map(({ symbol }, index) => ({
        assetId: identifier(index + 1),
        symbol,
        firstDate: at(index === 2 ? 300 : 0),
        lastDate: at(index === 4 ? 800 : 899),
        priceCount: 900,
        gaps: index === 1 ? [{ from: at(500), to: at(540), missingCount: 41 }] : [],
        status: index === 1 ? 'has-gaps' : index === 2 ? 'starts-late' : index === 4 ? 'ends-early' : 'complete',
        limitsWindow: index === 2,
      })),
    },
    birthCertificate: {
      method: 'sample',
      engineVersion: '0',
      parameters: {},
      inputsHash: '0',
      currency: 'USD',
      seed: null,
      computedAt: '2026-01-01T00:00:00.000Z',
      durationMs: 1,
    },
  };
}

export function normalise(values: readonly number[]): number[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value / total);
}
