/** How long is waited between attempts and for a message. */
export interface StreamPatience {
  readonly firstWaitMs: number;
  readonly waitMsMax: number;
  /** Without any message for so long the connection counts as dead. */
  readonly silenceMs: number;
}

export const defaultPatience: StreamPatience = { firstWaitMs: 1_000, waitMsMax: 60_000, silenceMs: 60_000 };
