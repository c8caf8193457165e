/** Heavy work in worker threads: the event loop stays free, a calculation can be stopped, the queue has an end. */

/** The shape of `jobs/registry.ts`: a name and the function that a worker thread runs for it. */
export type JobTable = Record<string, (input: never) => unknown>;

export interface RunOptions {
  /** Stops the calculation for good: the thread that runs it is ended and replaced. `run` then rejects with the reason. */
  readonly signal?: AbortSignal | undefined;
  /** Limit for waiting and calculating together, in milliseconds; the configured one when left out. */
  readonly timeoutMs?: number | undefined;
}

export interface ComputePool<Table extends JobTable> {
  /**
   * Runs a job in a worker thread. Input and result are copied between threads (structured clone).
   *
   * @throws ProblemError as thrown by the job; `calculation-timeout` past the limit; `not-ready` when the queue is full or
   * the server is stopping; `internal-error` when the worker thread died. The pool goes on after each of them.
   */
  run<Name extends keyof Table & string>(
    name: Name,
    input: Parameters<Table[Name]>[0],
    options?: RunOptions,
  ): Promise<Awaited<ReturnType<Table[Name]>>>;
  /** Ends every thread; what still runs is refused with `not-ready`. */
  close(): Promise<void>;
}
