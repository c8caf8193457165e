import { MessageChannel } from 'node:worker_threads';
import { efficientFrontier, matrixFromRows, maximumSharpe, targetRisk } from '@riskoptimizer/engine';
import { afterEach, describe, expect, it } from 'vitest';
import { answerFrontier } from './engine-worker.ts';
import { createFrontierSolver, type WorkerPort } from './engine-worker-client.ts';
import type {
  FrontierQuestion,
  LiveAnswer,
  LiveFrontier,
  WorkerAnswer,
  WorkerQuestion,
} from './engine-worker-protocol.ts';

const symbols = ['SHARES', 'BONDS', 'GOLD'];
const expectedReturns = [0.08, 0.03, 0.05];
const covariance = [
  [0.04, 0.002, 0.003],
  [0.002, 0.0025, 0.0005],
  [0.003, 0.0005, 0.0225],
];
const weights = [0.5, 0.3, 0.2];
const volatility = Math.sqrt(
  weights.reduce((sum, w, i) => sum + weights.reduce((row, v, j) => row + w * v * (covariance[i]?.[j] ?? 0), 0), 0),
);
const problem = {
  symbols,
  expectedReturns,
  covariance,
  own: { weights, expectedReturn: 0.059, volatility },
  riskFree: 0.01,
};

function question(upper: number, lower = 0): FrontierQuestion {
  return {
    problem,
    bounds: { lower: symbols.map(() => lower), upper: symbols.map(() => upper), written: '' },
    pointCount: 40,
  };
}

function solved(answer: LiveAnswer): LiveFrontier {
  if (answer.status === 'infeasible') throw new Error(answer.message);
  return answer;
}

describe('the frontier in the worker', () => {
  const engineProblem = {
    expectedReturns,
    covariance: matrixFromRows(covariance),
    bounds: { lower: [0, 0, 0], upper: [0.6, 0.6, 0.6], written: '' },
  };
  const live = solved(answerFrontier(question(0.6), () => 0));

  it('is the one of the engine: corners, maximum Sharpe and the best mix of the same risk', () => {
    const frontier = efficientFrontier(engineProblem);
    expect(frontier.status).toBe('optimal');
    expect(live.corners.map((corner) => corner.weights)).toEqual(
      'corners' in frontier ? frontier.corners.map((corner) => Array.from(corner.weights)) : [],
    );
    const sharpe = maximumSharpe(engineProblem, 0.01);
    expect(live.maximumSharpe?.weights).toEqual(Array.from(sharpe.status === 'optimal' ? sharpe.weights : []));
    const sameRisk = targetRisk(engineProblem, volatility);
    expect(live.sameRisk?.weights).toEqual(Array.from(sameRisk.status === 'optimal' ? sameRisk.weights : []));
    expect(live.sameRisk?.expectedReturnAnnual).toBeGreaterThan(0.059);
  });

  it('goes upwards from minimum variance through every corner, and each point is what its weights say', () => {
    const returns = live.curve.map(({ expectedReturnAnnual }) => expectedReturnAnnual);
    expect(returns).toEqual([...new Set(returns)].sort((a, b) => a - b));
    for (const corner of live.corners) expect(returns).toContain(corner.expectedReturnAnnual);
    for (const point of live.curve) {
      const variance = point.weights.reduce(
        (sum, w, i) => sum + point.weights.reduce((row, v, j) => row + w * v * (covariance[i]?.[j] ?? 0), 0),
        0,
      );
      expect(point.volatilityAnnual).toBeCloseTo(Math.sqrt(variance), 12);
      expect(point.sharpeRatio).toBeCloseTo((point.expectedReturnAnnual - 0.01) / Math.sqrt(variance), 10);
      expect(point.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    }
  });

  it('answers impossible bounds with the conflict', () => {
    const answer = answerFrontier(question(0.3), () => 0);
    expect(answer).toMatchObject({ status: 'infeasible', feasibleBudget: [0, 0.3 + 0.3 + 0.3], assets: [0, 1, 2] });
  });

  it('has no mix of the same risk when the bounds force more, and the highest return when all are calmer', () => {
    const forced: FrontierQuestion = { ...question(1), bounds: { lower: [0.9, 0, 0], upper: [1, 1, 1], written: '' } };
    expect(solved(answerFrontier(forced, () => 0)).sameRisk).toBeNull();
    const calm: FrontierQuestion = { ...question(1), bounds: { lower: [0, 0.8, 0], upper: [1, 1, 1], written: '' } };
    const { sameRisk, corners } = solved(answerFrontier(calm, () => 0));
    expect(sameRisk).toEqual(corners[0]);
  });
});

describe('the page and its worker', () => {
  const channels: MessageChannel[] = [];
  afterEach(() => {
    for (const { port1, port2 } of channels.splice(0)) {
      port1.close();
      port2.close();
    }
  });

  /** A real message channel; the other end answers when the test says so. */
  function connect() {
    const channel = new MessageChannel();
    channels.push(channel);
    const asked: WorkerQuestion[] = [];
    channel.port2.on('message', (message: WorkerQuestion) => asked.push(message));
    const answers: number[] = [];
    const failures: string[] = [];
    const port: WorkerPort = {
      postMessage: (message) => channel.port1.postMessage(message),
      addEventListener: (_type, listener) =>
        void channel.port1.on('message', (data: WorkerAnswer) => listener({ data })),
    };
    const solver = createFrontierSolver(port, {
      onAnswer: (_answer, { pointCount }) => answers.push(pointCount),
      onFailure: (message) => failures.push(message),
    });
    const reply = (answer: WorkerAnswer) => channel.port2.postMessage(answer);
    return { solver, asked, answers, failures, reply };
  }

  const asking = (pointCount: number): FrontierQuestion => ({ ...question(1), pointCount });
  const answer = answerFrontier(question(1), () => 0);

  it('answers the first and the latest of many questions, and drops those between', async () => {
    const { solver, asked, answers, reply } = connect();
    for (const count of [2, 3, 4, 5]) solver.solve(asking(count));
    await expect.poll(() => asked.length).toBe(1);
    reply({ id: asked[0]?.id ?? 0, answer });
    await expect.poll(() => asked.map(({ question: { pointCount } }) => pointCount)).toEqual([2, 5]);
    reply({ id: asked[1]?.id ?? 0, answer });
    await expect.poll(() => answers).toEqual([2, 5]);
  });

  it('takes no answer to a question that was not asked, and goes on after a failure', async () => {
    const { solver, asked, answers, failures, reply } = connect();
    solver.solve(asking(2));
    await expect.poll(() => asked.length).toBe(1);
    reply({ id: 99, answer });
    reply({ id: asked[0]?.id ?? 0, failure: 'covariance is 2 × 3; expected 3 × 3.' });
    await expect.poll(() => failures).toEqual(['covariance is 2 × 3; expected 3 × 3.']);
    expect(answers).toEqual([]);
    solver.solve(asking(7));
    await expect.poll(() => asked.length).toBe(2);
  });
});
