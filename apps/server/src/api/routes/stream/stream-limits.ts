/** Every limit of the live connection. */
export const streamLimits = {
  /** Bytes of a message of the client; it has nothing to say but the answer to a ping. */
  messageBytesMax: 4096,
  connectionsOfUser: 8,
  connectionsInAll: 2000,
  /** A client that did not answer by the next ping is gone. */
  heartbeatMs: 20_000,
  /** Answers to one ping; a client that sends more of them floods. */
  pongsOfHeartbeat: 5,
  /** How often it is asked whether sessions are over, should nobody have told. */
  sessionCheckMs: 5_000,
  /** Questions that may fail in a row before nobody is believed any more. */
  failedChecksMax: 2,
  /** What may wait for a client that does not read. */
  waitingBytesMax: 64 * 1024,
  /** How long the other side may take to close. */
  closingMs: 1_000,
} as const;
export type StreamLimits = Readonly<Record<keyof typeof streamLimits, number>>;

/** Why a connection was closed by the server (RFC 6455, section 7.4). */
export const closeCodes = {
  goingAway: 1001,
  notAllowed: 1008,
  tryLater: 1013,
  /** Of our own: after the message `session-ended`. */
  sessionEnded: 4401,
} as const;
