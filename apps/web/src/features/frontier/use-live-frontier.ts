import type { PortfolioFrontier } from '@riskoptimizer/contracts';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { createFrontierSolver, type FrontierSolver, startEngineWorker } from '../../platform/engine-worker-client.ts';
import type { FrontierProblem, LiveAnswer } from '../../platform/engine-worker-protocol.ts';
import { type BoundsChoice, boundArrays } from './bounds.ts';

/** Points on the curve besides the corners: nearer to each other than pixels for a few dozen assets, fewer for hundreds. */
function pointCountFor(assetCount: number): number {
  return assetCount <= 100 ? 160 : 60;
}

/** A question with where it came from: weights are in the order of the assets there. */
interface Source {
  readonly frontier: PortfolioFrontier;
  readonly problem: FrontierProblem;
}

interface Answered {
  readonly problem: FrontierProblem;
  readonly answer: LiveAnswer | null;
  readonly failure: string | null;
}

export interface LiveFrontierState {
  /** The server's answer that `answer` was computed from; undefined until the first answer is there. */
  readonly frontier: PortfolioFrontier | undefined;
  readonly answer: LiveAnswer | null;
  readonly riskFree: number;
  readonly failure: string | null;
}

/** The frontier for the bounds of this moment, computed in a Web Worker by the engine. Of many bounds in a row the latest wins. */
export function useLiveFrontier(
  frontier: PortfolioFrontier | undefined,
  riskFree: number,
  choice: BoundsChoice,
): LiveFrontierState {
  const source = useMemo(
    (): Source | undefined => frontier && { frontier, problem: problemOf(frontier, riskFree) },
    [frontier, riskFree],
  );
  const [sources] = useState(() => new WeakMap<FrontierProblem, PortfolioFrontier>());
  const [answered, setAnswered] = useState<Answered | null>(null);
  const solver = useSolver(setAnswered);

  useEffect(() => {
    if (source === undefined) return;
    const { problem } = source;
    const { symbols } = problem;
    sources.set(problem, source.frontier);
    solver.current?.solve({ problem, bounds: boundArrays(choice, symbols), pointCount: pointCountFor(symbols.length) });
  }, [source, sources, choice, solver]);

  const from = answered === null ? undefined : sources.get(answered.problem);
  // While a new window is computed the old picture stays, but never under the name of another portfolio.
  if (answered === null || from === undefined || from.portfolioId !== frontier?.portfolioId) {
    return { frontier: undefined, answer: null, riskFree, failure: answered?.failure ?? null };
  }
  return { frontier: from, answer: answered.answer, riskFree: answered.problem.riskFree, failure: answered.failure };
}

function useSolver(setAnswered: (answered: Answered) => void): RefObject<FrontierSolver | null> {
  const solver = useRef<FrontierSolver | null>(null);
  const asked = useRef<FrontierProblem | null>(null);
  useEffect(() => {
    const worker = startEngineWorker();
    const created = createFrontierSolver(worker, {
      onAnswer: (answer, { problem }) => setAnswered({ problem, answer, failure: null }),
      onFailure: (failure, { problem }) => setAnswered({ problem, answer: null, failure }),
    });
    // A worker that cannot be loaded never answers; without this the page would wait for ever.
    worker.addEventListener('error', () => {
      if (asked.current) setAnswered({ problem: asked.current, answer: null, failure: 'The worker could not start.' });
    });
    solver.current = {
      solve: (question) => {
        asked.current = question.problem;
        created.solve(question);
      },
    };
    return () => {
      solver.current = null;
      worker.terminate();
    };
  }, [setAnswered]);
  return solver;
}

function problemOf({ assets, moments, own }: PortfolioFrontier, riskFree: number): FrontierProblem {
  return {
    symbols: assets.map(({ symbol }) => symbol),
    expectedReturns: moments.expectedReturnsAnnual,
    covariance: moments.covarianceAnnual,
    own: { weights: own.weights, expectedReturn: own.expectedReturnAnnual, volatility: own.volatilityAnnual },
    riskFree,
  };
}
