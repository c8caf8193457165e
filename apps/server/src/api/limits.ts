/** Every limit of the HTTP interface, by name. The size of a price file is limited in contracts. */

/** Bodies of JSON, unless a route says otherwise. 2,000 holdings take a quarter of it. */
export const bodyBytesMax = 1024 * 1024;

/** Bodies of the stateless calculations: 300 assets over ten years of days at full precision. */
export const tableBytesMax = 16_000_000;

/** What a multipart body has besides its file. */
export const multipartOverheadBytes = 64 * 1024;

/** Receiving a whole request, its body included. */
export const requestTimeoutMs = 60_000;
/** Receiving the head of a request. */
export const headersTimeoutMs = 10_000;
/** How often Node looks for connections that are over these limits; its own half minute would double them. */
export const connectionsCheckedEveryMs = 2_000;
/** Silence on a connection. Longer than any answer takes. */
export const connectionTimeoutMs = 130_000;
/** Answering, unless a route says otherwise; calculations have a limit of their own below it. */
export const handlerTimeoutMs = 45_000;
/** Reading a large price file, and storing it in one transaction. */
export const importTimeoutMs = 120_000;

/** Silence on a connection between two requests. */
export const keepAliveTimeoutMs = 72_000;

/** The first line and the headers of a request. A page of this app sends about one kilobyte. */
export const headerBytesMax = 16 * 1024;
export const headerCountMax = 100;
/** An address with its query; the longest of ours are a few hundred characters. */
export const addressLengthMax = 4096;

/**
 * Classes of routes that are limited together, in requests a minute of one user or API key; of one address, where nobody has
 * signed in. Generous, they stop loops and not people, but for the doors that are tried by those who guess.
 */
export const requestsPerMinute = {
  read: 1200,
  change: 300,
  calculation: 600,
  upload: 60,
  /** Refreshing and ending sessions: what every open page does by itself. */
  session: 300,
  /** Every door that takes a password, a code or a link. */
  authentication: 60,
  /** Changes of factors, keys, roles and settings. */
  sensitive: 60,
  /** The trail in whole, and what reads as much. */
  export: 10,
} as const;
export type RouteClass = keyof typeof requestsPerMinute;
export type RequestsPerMinute = Readonly<Record<RouteClass, number>>;

/** Requests a minute of one address, whoever sends them: an office behind one address fits in, a flood of wrong tokens does not. */
export const requestsPerMinuteOfAddress = 6000;

/** Calculations of one user at the same time; those of others wait behind them. */
export const calculationsAtOnce = 8;
