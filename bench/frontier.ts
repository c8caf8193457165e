/** The whole exact long-only frontier: every corner portfolio. */
import { efficientFrontier, type MeanVarianceProblem } from '@riskoptimizer/engine';
import { factorProblem, sampleProblem } from './generated-market.ts';
import { measure, milliseconds, report } from './measure.ts';

const cases: readonly { name: string; problem: MeanVarianceProblem; floorMs?: number }[] = [
  { name: 'N = 100, 5 factors', problem: factorProblem(100, 5, 7) },
  { name: 'N = 500, 5 factors', problem: factorProblem(500, 5, 7), floorMs: 50 },
  { name: 'N = 500, 30 factors', problem: factorProblem(500, 30, 7), floorMs: 50 },
  { name: 'N = 1000, 5 factors', problem: factorProblem(1000, 5, 7), floorMs: 150 },
  { name: 'N = 1000, 30 factors', problem: factorProblem(1000, 30, 7), floorMs: 150 },
  { name: 'N = 500, sample of T = 252', problem: sampleProblem(500, 252, 7) },
  { name: 'N = 1000, sample of T = 252', problem: sampleProblem(1000, 252, 7) },
];

const missed: string[] = [];
const rows = cases.map(({ name, problem, floorMs }) => {
  const frontier = efficientFrontier(problem);
  if (frontier.status !== 'optimal') throw new Error(`${name} ended with ${frontier.status}.`);
  const { medianMs, minimumMs } = measure(() => efficientFrontier(problem));
  if (floorMs !== undefined && medianMs >= floorMs)
    missed.push(`${name} in ${milliseconds(medianMs)}, promised under ${floorMs} ms`);
  return {
    case: name,
    corners: frontier.corners.length,
    'largest residual': frontier.maximumResidual.toExponential(1),
    median: milliseconds(medianMs),
    minimum: milliseconds(minimumMs),
    promised: floorMs === undefined ? '' : `< ${floorMs} ms`,
  };
});
report('Exact long-only efficient frontier, one core', rows, missed);
