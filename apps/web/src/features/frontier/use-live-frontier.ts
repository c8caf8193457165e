import type { PortfolioFrontier } from '@riskoptimizer/contracts';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { createEngine, type Engine } from '../../platform/engine-worker-client.ts';
import type { FrontierBounds, FrontierProblem, LiveAnswer } from '../../platform/engine-worker-protocol.ts';
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
  readonly bounds: FrontierBounds;
  readonly answer: LiveAnswer | null;
  readonly failure: string | null;
}

export interface LiveFrontierState {
  /** The server's answer that `answer` was computed from; undefined until the first answer is there. */
  readonly frontier: PortfolioFrontier | undefined;
  readonly answer: LiveAnswer | null;
  /** The bounds of the answer: while a bound is dragged they may be one step behind those on the screen. */
  readonly bounds: FrontierBounds;
  readonly riskFree: number;
  /** Why there is no answer: the engine's own words, or that it could not be loaded. */
  readonly failure: string | null;
  readonly retry: () => void;
}

const noBounds: FrontierBounds = { lower: [], upper: [], written: '' };
const notLoaded = 'The engine could not be loaded into this browser';

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
  const { engine, hasFailed, retry } = useEngine(setAnswered);

  useEffect(() => {
    if (source === undefined) return;
    const { problem } = source;
    const { symbols } = problem;
    sources.set(problem, source.frontier);
    engine.solve({ problem, bounds: boundArrays(choice, symbols), pointCount: pointCountFor(symbols.length) });
  }, [source, sources, choice, engine]);

  const from = answered === null ? undefined : sources.get(answered.problem);
  // While a new window is computed the old picture stays, but never under the name of another portfolio.
  if (hasFailed || answered === null || from === undefined || from.portfolioId !== frontier?.portfolioId) {
    const failure = hasFailed ? notLoaded : null;
    return { frontier: undefined, answer: null, bounds: noBounds, riskFree, failure, retry };
  }
  const { answer, bounds, problem, failure } = answered;
  return { frontier: from, answer, bounds, riskFree: problem.riskFree, failure, retry };
}

interface EngineState {
  readonly engine: Engine;
  /** True when the worker could not be loaded: it will never answer, and the page must not wait for it. */
  readonly hasFailed: boolean;
  readonly retry: () => void;
}

/** The engine for as long as the page is open. */
function useEngine(setAnswered: (answered: Answered) => void): EngineState {
  const [hasFailed, setHasFailed] = useState(false);
  const [engine] = useState(() =>
    createEngine(
      {
        onAnswer: (answer, { problem, bounds }) => setAnswered({ problem, bounds, answer, failure: null }),
        onFailure: (failure, { problem, bounds }) => setAnswered({ problem, bounds, answer: null, failure }),
      },
      () => setHasFailed(true),
    ),
  );
  useEffect(() => {
    engine.start();
    return () => engine.stop();
  }, [engine]);
  const retry = useCallback(() => {
    setHasFailed(false);
    engine.stop();
    engine.start();
  }, [engine]);
  return { engine, hasFailed, retry };
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
