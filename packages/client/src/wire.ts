/** What every call goes over: the connection, and the session that proves who is asking. */
import type { AxiosInstance } from 'axios';
import type { ClientSession } from './session/client-session.ts';

export interface Wire {
  readonly http: AxiosInstance;
  /** Absent for a client that is nobody: it may ask what needs no sign-in. */
  readonly session?: ClientSession | undefined;
  /** A fresh `Idempotency-Key`. */
  readonly newIdempotencyKey: () => string;
}

/** RFC 9562 version 4. Handed in instead where the platform has no Web Crypto. */
export function randomKey(): string {
  return globalThis.crypto.randomUUID();
}
