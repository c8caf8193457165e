/** The page's end of the engine's worker. Of many questions in a row only the latest matters: the others are dropped unanswered. */
import type { FrontierQuestion, LiveAnswer, WorkerAnswer, WorkerQuestion } from './engine-worker-protocol.ts';

/** The part of a `Worker` that is used; a `MessagePort` has it too. */
export interface WorkerPort {
  postMessage(question: WorkerQuestion): void;
  addEventListener(type: 'message', listener: (event: { readonly data: WorkerAnswer }) => void): void;
}

export interface FrontierSolver {
  /** Asks for a frontier. A question that waits while another is computed is replaced by the next one. */
  solve(question: FrontierQuestion): void;
}

export interface FrontierListener {
  readonly onAnswer: (answer: LiveAnswer, question: FrontierQuestion) => void;
  readonly onFailure: (message: string, question: FrontierQuestion) => void;
}

export function createFrontierSolver(port: WorkerPort, listener: FrontierListener): FrontierSolver {
  let lastId = 0;
  let running: WorkerQuestion | null = null;
  let waiting: FrontierQuestion | null = null;

  const start = (question: FrontierQuestion) => {
    lastId += 1;
    running = { id: lastId, question };
    port.postMessage(running);
  };

  port.addEventListener('message', ({ data }) => {
    if (running === null || data.id !== running.id) return;
    const { question } = running;
    running = null;
    // An answer is shown even when a newer question waits: a picture that follows late beats one that stands still.
    if ('answer' in data) listener.onAnswer(data.answer, question);
    else listener.onFailure(data.failure, question);
    const next = waiting;
    waiting = null;
    if (next !== null) start(next);
  });

  return {
    solve: (question) => {
      if (running === null) start(question);
      else waiting = question;
    },
  };
}

export interface Engine extends FrontierSolver {
  /** Starts the worker, and asks it again what was asked last. */
  start(): void;
  stop(): void;
}

/** The engine in its real worker, which Vite builds from its entry as a file of its own. */
export function createEngine(listener: FrontierListener, onUnavailable: () => void): Engine {
  let worker: Worker | null = null;
  let solver: FrontierSolver | null = null;
  let latest: FrontierQuestion | null = null;
  return {
    start: () => {
      worker = new Worker(new URL('./engine-worker-entry.ts', import.meta.url), { type: 'module', name: 'engine' });
      // A worker whose file cannot be loaded never answers.
      worker.addEventListener('error', onUnavailable);
      solver = createFrontierSolver(worker, listener);
      if (latest !== null) solver.solve(latest);
    },
    stop: () => {
      worker?.terminate();
      worker = null;
      solver = null;
    },
    solve: (question) => {
      latest = question;
      solver?.solve(question);
    },
  };
}
