/** Published results, through the command line: on data printed in papers, and on 20 US stocks with PyPortfolioOpt's conventions. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { partOrSkip, sharedFolder } from '../../../infra/launch/test-parts.ts';
import { repositoryRoot, runJson, writeInput } from './support/run-cli.ts';

/** An entry of the engine's fixture of published results; one number for the bounds stands for every asset. */
interface Published {
  readonly id: string;
  readonly data: {
    readonly expectedReturns?: number[];
    readonly covariance: number[][];
    readonly lower?: number | number[];
    readonly upper?: number | number[];
    readonly riskFree?: number;
  };
  // oxlint-disable-next-line typescript/no-explicit-any -- corners or weights
  readonly expected: any;
  readonly tolerance: number;
}

interface Reference {
  readonly id: string;
  readonly dataset: { readonly inline?: { readonly mu: number[]; readonly cov_diag: number[] } };
  // oxlint-disable-next-line typescript/no-explicit-any -- weights or figures
  readonly expected: any;
  readonly tolerance: Tolerance;
}

interface Tolerance {
  readonly abs?: number;
  readonly rel?: number;
}

const literature: Published[] = JSON.parse(
  readFileSync(join(repositoryRoot, 'packages/engine/tests/fixtures/frontier-oracles.json'), 'utf8'),
).entries;

/** The largest difference that a tolerance allows for a number. */
function allowed({ abs = 0, rel = 0 }: Tolerance, expected: number): number {
  return Math.max(abs, rel * Math.abs(expected));
}

/** How far the worst of some numbers is outside its tolerance; not above 0 when all are within. */
function excess(actual: number[], expected: number[], tolerance: Tolerance): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  return Math.max(
    ...expected.map((value, index) => Math.abs((actual[index] as number) - value) - allowed(tolerance, value)),
  );
}

function writeMoments({ id, data }: Published): string[] {
  const assets = data.covariance.map((_, index) => `A${index}`);
  const { expectedReturns, covariance, lower = 0, upper = 1 } = data;
  const moments = writeInput(`${id}.json`, { assets, expectedReturns, covariance });
  const of = (bound: number | number[], index: number) => (typeof bound === 'number' ? bound : bound[index]);
  const bounds = Object.fromEntries(assets.map((asset, index) => [asset, [of(lower, index), of(upper, index)]]));
  return ['--moments', moments, '--constraints', writeInput(`${id}-constraints.json`, { bounds })];
}

interface Corner {
  readonly lambda: number;
  readonly weights: Record<string, number>;
}

function atLambdas(corners: Corner[], { expected, tolerance }: Published): Corner[] {
  return expected.flatMap(([, lambda]: [number[], number]) =>
    corners.filter((corner) => Math.abs(corner.lambda - lambda) <= tolerance),
  );
}

const named = (prefix: string) => literature.filter(({ id }) => id.startsWith(prefix));

describe('the literature, from a moments file', () => {
  it.each(named('lit.cla.'))('$id: every corner portfolio and its lambda', async (reference) => {
    const { corners } = await runJson(['frontier', ...writeMoments(reference), '--exact']);
    // Of issue8 the source prints 7 of its corners; the others are complete.
    const found = reference.id === 'lit.cla.issue8_bounds' ? atLambdas(corners, reference) : corners;
    expect(found).toHaveLength(reference.expected.length);
    for (const [index, [weights, lambda]] of reference.expected.entries()) {
      const corner = found[index] as Corner;
      expect(excess(Object.values(corner.weights), weights, { abs: reference.tolerance })).toBeLessThanOrEqual(0);
      expect(excess([corner.lambda], [lambda], { abs: reference.tolerance })).toBeLessThanOrEqual(0);
    }
  });

  it.each(named('lit.mv.vol_target'))('$id: highest return at a given risk', async (reference) => {
    const target = ['--objective', 'target-risk', '--target', '0.055'];
    const { weights } = await runJson(['optimize', ...writeMoments(reference), ...target]);
    expect(excess(Object.values(weights), reference.expected, { abs: reference.tolerance })).toBeLessThanOrEqual(0);
  });

  it.each(named('lit.gmv.'))('$id: minimum variance', async (reference) => {
    const { status, weights, expectedReturn } = await runJson([
      'optimize',
      ...writeMoments(reference),
      '--objective',
      'min-risk',
    ]);
    expect([status, expectedReturn]).toEqual(['optimal', null]);
    expect(excess(Object.values(weights), reference.expected, { abs: reference.tolerance })).toBeLessThanOrEqual(0);
  });

  it.each(named('lit.msr.'))('$id: maximum ratio', async (reference) => {
    const riskFree = String(reference.data.riskFree);
    const { weights } = await runJson([
      'optimize',
      ...writeMoments(reference),
      '--objective',
      'max-ratio',
      '--risk-free',
      riskFree,
    ]);
    expect(excess(Object.values(weights), reference.expected, { abs: reference.tolerance })).toBeLessThanOrEqual(0);
  });
});

describe.skipIf(partOrSkip('shared'))('PyPortfolioOpt, from prices of 20 US stocks', () => {
  const folder = sharedFolder ?? '';
  const prices = join(folder, 'data/us-stocks-daily-1989-2018.csv');
  const references = new Map<string, Reference>();

  beforeAll(() => {
    const entries: Reference[] = JSON.parse(readFileSync(join(folder, 'oracles/oracles.json'), 'utf8'));
    for (const entry of entries) references.set(entry.id, entry);
  });

  const long: object = {};
  const unbounded = { bounds: { default: [null, null] } };
  const longShort = { bounds: { default: [-1, 1] } };
  const neutral = { bounds: { default: [-1, 1] }, budget: 0 };
  const asZero = ['--missing', 'as-zero'];

  async function optimize(constraints: object, parameters: string[]) {
    const file = writeInput(`${JSON.stringify(constraints).replace(/\W/g, '')}.json`, constraints);
    const conventions = ['--annual', '--returns', 'geometric', '--constraints', file];
    return runJson(['optimize', prices, ...conventions, ...parameters]);
  }

  it.each([
    ['ppo.ef.min_vol', long, ['--objective', 'min-risk']],
    ['ppo.ef.max_sharpe_short', unbounded, ['--objective', 'max-ratio']],
    ['ppo.ef.eff_risk_019_short', unbounded, ['--objective', 'target-risk', '--target', '0.19']],
    ['ppo.ef.eff_return_025', long, ['--objective', 'target-return', '--target', '0.25']],
    ['ppo.ef.eff_return_mn_025', neutral, ['--objective', 'target-return', '--target', '0.25']],
    ['ppo.ef.max_sharpe_semicov', long, ['--objective', 'max-ratio', '--covariance', 'semi-covariance', ...asZero]],
    [
      'ppo.ef.max_sharpe_semicov_short',
      longShort,
      ['--objective', 'max-ratio', '--covariance', 'semi-covariance', ...asZero],
    ],
    [
      'ppo.ef.eff_ret_lw_sf',
      long,
      ['--objective', 'target-return', '--target', '0.22', '--covariance', 'ledoit-wolf-single-factor', ...asZero],
    ],
    [
      'ppo.ef.max_sharpe_expcov',
      long,
      ['--objective', 'max-ratio', '--covariance', 'exponentially-weighted', '--span', '180'],
    ],
  ])('%s', async (id, constraints, parameters) => {
    const reference = references.get(id) as Reference;
    const answer = await optimize(constraints, [...parameters, '--risk-free', '0.02']);
    const { ret, vol, sharpe } = reference.expected;
    expect(answer.status).toBe('optimal');
    expect(
      excess(
        [answer.annualExpectedReturn, answer.annualRisk, answer.annualRatio],
        [ret, vol, sharpe],
        reference.tolerance,
      ),
    ).toBeLessThanOrEqual(0);
  });

  it.each([
    ['ppo.cla.max_sharpe', long],
    ['ppo.cla.max_sharpe_short', longShort],
  ])('%s: found at a risk-free rate of 0, reported with 0.02', async (id, constraints) => {
    const reference = references.get(id) as Reference;
    const { annualExpectedReturn, annualRisk } = await optimize(constraints, [
      '--objective',
      'max-ratio',
      '--risk-free',
      '0',
    ]);
    const { ret, vol, sharpe } = reference.expected;
    const reported = [annualExpectedReturn, annualRisk, (annualExpectedReturn - 0.02) / annualRisk];
    expect(excess(reported, [ret, vol, sharpe], reference.tolerance)).toBeLessThanOrEqual(0);
  });

  it('ppo.ef.readme_weights', async () => {
    const reference = references.get('ppo.ef.readme_weights') as Reference;
    const { weights } = await optimize(long, ['--objective', 'max-ratio', '--risk-free', '0.02']);
    const assets = Object.keys(weights);
    const published = assets.map((asset) => reference.expected[asset] ?? 0);
    expect(excess(Object.values(weights), published, reference.tolerance)).toBeLessThanOrEqual(0);
  });

  it('ppo.ef.longshort_toy: target return, market-neutral, from a moments file', async () => {
    const reference = references.get('ppo.ef.longshort_toy') as Reference;
    const { mu, cov_diag: variances } = reference.dataset.inline ?? { mu: [], cov_diag: [] };
    const moments = writeInput('toy.json', {
      assets: mu.map((_, index) => `A${index}`),
      expectedReturns: mu,
      covariance: variances.map((value, row) => variances.map((_, column) => (row === column ? value : 0))),
    });
    const constraints = writeInput('toy-constraints.json', neutral);
    const target = ['--objective', 'target-return', '--target', '0.08', '--risk-free', '0.02'];
    const { expectedReturn, risk, ratio } = await runJson([
      'optimize',
      '--moments',
      moments,
      '--constraints',
      constraints,
      ...target,
    ]);
    const { ret, vol, sharpe } = reference.expected;
    expect(excess([expectedReturn, risk, ratio], [ret, vol, sharpe], reference.tolerance)).toBeLessThanOrEqual(0);
  });
});
