/** Counts requests, in this process or for all of them together. */
export interface RequestCounters {
  /**
   * Counts one more under the key.
   *
   * @returns How many there were in this window, with this one, and when the window ends. Never rejects: counting is no reason
   * to refuse a request.
   */
  count(key: string, windowMs: number): Promise<{ readonly count: number; readonly endsInMs: number }>;
  close(): Promise<void>;
}
