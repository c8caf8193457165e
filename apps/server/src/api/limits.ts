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

/** Classes of routes that are limited together, in requests a minute from one address. Generous: they stop loops, not people. */
export const requestsPerMinute = { read: 1200, change: 300, calculation: 600, upload: 60 } as const;
export type RouteClass = keyof typeof requestsPerMinute;
