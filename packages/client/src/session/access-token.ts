/** The access token of the present session: in memory only, and renewed before it ends. */
import type { SignedIn } from '@riskoptimizer/contracts';
import { type Credentials, nobody } from './client-session.ts';

/** Renewed this long before its end, so that it does not end on the way. */
const renewAheadMs = 30_000;
/** A wrong clock of this device would otherwise have every token renewed at once. */
const renewAtEarliestMs = 60_000;

export class AccessToken {
  readonly #now: () => number;
  #credentials: Credentials = nobody;
  #renewAt = Number.POSITIVE_INFINITY;

  constructor(now: () => number) {
    this.#now = now;
  }

  get credentials(): Credentials {
    return this.#credentials;
  }

  get isDue(): boolean {
    return this.#now() >= this.#renewAt;
  }

  take({ accessToken, csrfToken, accessTokenExpiresAt }: SignedIn): void {
    this.#credentials = { accessToken, csrfToken };
    const lifeMs = Date.parse(accessTokenExpiresAt) - Date.now();
    this.#renewAt = this.#now() + Math.max(lifeMs - renewAheadMs, renewAtEarliestMs);
  }

  forget(): void {
    this.#credentials = nobody;
    this.#renewAt = Number.POSITIVE_INFINITY;
  }
}
