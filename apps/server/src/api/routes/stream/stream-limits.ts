/** Every limit of the live connection. */
export const streamLimits = {
  /** Bytes of a message of the client: as many topics as there may be. */
  messageBytesMax: 32 * 1024,
  /** Messages of the client a second, and how many it may save up. */
  messagesPerSecond: 5,
  messagesAtOnce: 20,
  connectionsOfUser: 8,
  connectionsInAll: 2_500,
  /** A client that did not answer by the next ping is gone. */
  heartbeatMs: 20_000,
  /** Answers to one ping; a client that sends more of them floods. */
  pongsOfHeartbeat: 5,
  /** How often it is asked whether sessions are over, should nobody have told. */
  sessionCheckMs: 5_000,
  /** Questions that may fail in a row before nobody is believed any more. */
  failedChecksMax: 2,
  /** When more than this waits for a client, what can wait does: of quotes and values only the newest is kept. */
  waitingBytes: 64 * 1024,
  /** Nothing more is written for a client of which this much waits. */
  waitingBytesMax: 512 * 1024,
  /** Jobs, alerts and limits that are kept for a client that is slow. */
  waitingEventsMax: 256,
  /** A client that is slow for longer is cut off. */
  slowMs: 10_000,
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
  /** Of our own: it did not read what it was told. */
  tooSlow: 4408,
} as const;
