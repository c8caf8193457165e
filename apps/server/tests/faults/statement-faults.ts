/** Makes the k-th statement of the application fail: refused before it is sent, or its connection cut while it is under way. */
import { Client } from 'pg';

/** `refuse`: the statement never reaches PostgreSQL. `cut`: it does, and the connection breaks before the answer comes. */
export type FaultKind = 'refuse' | 'cut';

export interface StatementFaults {
  /** Counts the statements of the work, and lets the k-th of them (from 1) fail. */
  during<Result>(
    fault: { readonly at: number; readonly kind: FaultKind } | null,
    work: () => Promise<Result>,
  ): Promise<{
    readonly result: Result;
    readonly statementCount: number;
    /** What failed. */
    readonly statement: string | null;
  }>;
  restore(): void;
}

type Query = (this: Client, ...parameters: unknown[]) => unknown;

/** Replaces the query function of every connection of this process; those of the tests themselves are let through. */
export function injectStatementFaults(): StatementFaults {
  const original = Client.prototype.query as unknown as Query;
  let count = 0;
  let fault: { readonly at: number; readonly kind: FaultKind } | null = null;
  let failed: string | null = null;

  const replaced: Query = function (...parameters) {
    const name = (this as unknown as { connectionParameters: { application_name?: string } }).connectionParameters
      .application_name;
    if (name !== 'riskoptimizer-api') return original.apply(this, parameters);
    count += 1;
    if (fault === null || count !== fault.at) return original.apply(this, parameters);
    failed = textOf(parameters[0]);
    if (fault.kind === 'cut') {
      const answer = original.apply(this, parameters);
      // The statement is written first; the answer finds nobody.
      setImmediate(() =>
        (this as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy(),
      );
      return answer;
    }
    const error = new Error('This statement was made to fail.');
    const callback = parameters.find((parameter) => typeof parameter === 'function') as
      | ((error: Error) => void)
      | undefined;
    if (callback === undefined) return Promise.reject(error);
    process.nextTick(callback, error);
    return undefined;
  };
  Client.prototype.query = replaced as unknown as typeof Client.prototype.query;

  return {
    async during(next, work) {
      count = 0;
      failed = null;
      fault = next;
      try {
        const result = await work();
        return { result, statementCount: count, statement: failed };
      } finally {
        fault = null;
      }
    },
    restore() {
      Client.prototype.query = original as unknown as typeof Client.prototype.query;
    },
  };
}

function textOf(query: unknown): string {
  const text = typeof query === 'string' ? query : ((query as { text?: string } | null)?.text ?? '?');
  return text.replaceAll(/\s+/g, ' ').slice(0, 100);
}
