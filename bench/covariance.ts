/** Sample covariance of ten years of daily returns of 500 assets. */
import { covariance, createRandom } from '@riskoptimizer/engine';
import { generatedReturns } from './generated-market.ts';
import { measure, milliseconds, report } from './measure.ts';

const floorMs = 150;
const returns = generatedReturns(2520, 500, createRandom(7));

const plain = measure(() => covariance(returns, { method: 'sample', periodsPerYear: 252, repair: false }));
const checked = measure(() => covariance(returns, { method: 'sample', periodsPerYear: 252 }).conditionNumber);
const missed =
  plain.medianMs >= floorMs ? [`covariance in ${milliseconds(plain.medianMs)}, promised under ${floorMs} ms`] : [];
const row = (work: string, { medianMs, minimumMs }: typeof plain, promised: string) => ({
  case: work,
  median: milliseconds(medianMs),
  minimum: milliseconds(minimumMs),
  promised,
});
report(
  'Sample covariance, T = 2520, N = 500, one core',
  [row('covariance', plain, `< ${floorMs} ms`), row('and its condition number', checked, '')],
  missed,
);
