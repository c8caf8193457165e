/** Heavy work in worker threads: the event loop stays free, a calculation can be stopped, the queue has an end. */
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { ProblemError } from '../../core/errors.ts';
import type { Logger } from '../../core/logging.ts';
import { type JobAnswer, type JobRequest, type JobTable, problemFromMessage } from './job-messages.ts';

/** Calculations that may wait for each thread; more would only wait for their time limit. */
const waitingPerThread = 8;
/** JavaScript heap of one calculation. Typed arrays live outside of it. */
const heapMegabytesMax = 1024;
/** Worker threads yield to the thread that answers requests. */
const niceIncrement = 5;
const retryAfterSeconds = 5;

export interface RunOptions {
  /** Stops the calculation for good: the thread that runs it is ended and replaced. `run` then rejects with the reason. */
  readonly signal?: AbortSignal | undefined;
  /** Limit for waiting and calculating together, in milliseconds; that of the pool when left out. */
  readonly timeoutMs?: number | undefined;
}

export interface ComputePool<Table extends JobTable> {
  /**
   * Runs a job in a worker thread. Input and result are copied between threads (structured clone).
   *
   * @throws ProblemError as thrown by the job; `calculation-timeout` past the limit; `calculation-refused` when it needs too
   * much memory; `not-ready` when too many wait already or the server is stopping. Anything else is a defect of the job, or
   * a thread that died; the pool replaces the thread and goes on.
   */
  run<Name extends keyof Table & string>(
    name: Name,
    input: Parameters<Table[Name]>[0],
    options?: RunOptions,
  ): Promise<Awaited<ReturnType<Table[Name]>>>;
  /** Starts the threads, which load the jobs while nobody waits for them. */
  warmUp(): void;
  /** Ends every thread; what still runs is refused with `not-ready`. */
  close(): Promise<void>;
}

export interface ComputePoolOptions {
  readonly threadCount: number;
  readonly timeoutMs: number;
  readonly log: Logger;
  /** The file that the threads load, with `serveJobs` of its jobs as default export. */
  readonly workerFile?: string;
  readonly heapMegabytes?: number;
}

export function createComputePool<Table extends JobTable>(options: ComputePoolOptions): ComputePool<Table> {
  const underway = new Set<AbortController>();
  const capacity = options.threadCount * (1 + waitingPerThread);
  let threads: Piscina<JobRequest, JobAnswer> | null = null;
  let isClosed = false;

  const open = () => (threads ??= openThreads(options));

  async function run(name: string, input: unknown, { signal, timeoutMs = options.timeoutMs }: RunOptions = {}) {
    signal?.throwIfAborted();
    if (isClosed) throw stopping();
    // Counted here: piscina keeps tasks that can be aborted outside of the queue that it limits.
    if (underway.size >= capacity) throw full(options.threadCount, capacity);
    const stop = new AbortController();
    const onAbort = () => stop.abort(signal?.reason);
    const timer = setTimeout(() => stop.abort(tooLong(timeoutMs)), timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    underway.add(stop);
    try {
      const answer = open().run({ name, input }, { signal: stop.signal });
      return unpack(await answer.catch((error: Error) => explain(name, error)));
    } catch (error) {
      throw stop.signal.aborted ? stop.signal.reason : error;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      underway.delete(stop);
    }
  }

  return {
    run: run as ComputePool<Table>['run'],
    warmUp: () => void open(),
    close: async () => {
      isClosed = true;
      for (const stop of underway) stop.abort(stopping());
      await threads?.destroy();
    },
  };
}

function openThreads(options: ComputePoolOptions): Piscina<JobRequest, JobAnswer> {
  const threads = new Piscina<JobRequest, JobAnswer>({
    filename: options.workerFile ?? besideThisFile('compute-worker'),
    // As many as there may be, all the time: piscina replaces a thread that was ended only below its minimum.
    minThreads: options.threadCount,
    maxThreads: options.threadCount,
    resourceLimits: { maxOldGenerationSizeMb: options.heapMegabytes ?? heapMegabytesMax },
    niceIncrement,
    recordTiming: false,
    env: {},
  });
  threads.on('error', (error: Error) =>
    options.log.error({ err: error }, 'A worker thread failed outside of a calculation.'),
  );
  return threads;
}

/** The sources run as `.ts`, the bundle as `.mjs`; either way the worker's file stands beside this one. */
function besideThisFile(name: string): string {
  return fileURLToPath(new URL(`./${name}${extname(fileURLToPath(import.meta.url))}`, import.meta.url));
}

function unpack(answer: JobAnswer): unknown {
  if (answer.status === 'done') return answer.result;
  if (answer.status === 'problem') throw problemFromMessage(answer.problem);
  const defect = new Error(answer.message);
  defect.name = answer.name;
  defect.stack = answer.stack;
  throw defect;
}

/** A thread that gave no answer at all. */
function explain(name: string, error: Error): never {
  if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY') {
    const detail =
      'The calculation needs more memory than one may take on this server. Use fewer assets or a shorter window.';
    throw new ProblemError('calculation-refused', detail, { cause: error });
  }
  // A result that cannot be copied arrives as an error without a message.
  const reason = error.message === '' ? 'its result cannot be copied between threads' : error.message;
  throw new Error(`The worker thread of the job "${name}" failed: ${reason}`, { cause: error });
}

function tooLong(timeoutMs: number): ProblemError {
  return new ProblemError(
    'calculation-timeout',
    `The calculation did not end within ${timeoutMs / 1000} s and was stopped. Use fewer assets or a shorter window, or try ` +
      'again when the server has less to do.',
  );
}

function full(threadCount: number, capacity: number): ProblemError {
  return new ProblemError(
    'not-ready',
    `All ${threadCount} calculation threads are busy and ${capacity - threadCount} calculations wait already. Try again in a few seconds.`,
    { retryAfterSeconds },
  );
}

function stopping(): ProblemError {
  return new ProblemError(
    'not-ready',
    'The server is stopping and starts no more calculations. Try again when it is back.',
    {
      retryAfterSeconds,
    },
  );
}
