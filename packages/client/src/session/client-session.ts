/** What the HTTP client asks of a session, whoever keeps it. */
import type { SignedIn } from '@riskoptimizer/contracts';

/** What one request proves itself with; both are null when nobody is signed in. */
export interface Credentials {
  readonly accessToken: string | null;
  /** Null for an app, which has no cookie that another site could make use of. */
  readonly csrfToken: string | null;
}

export interface ClientSession {
  /** Credentials that are good for the next seconds; waits for a renewal that is under way. */
  credentials(): Promise<Credentials>;
  /** The server refused these credentials: gets others. False when nobody is signed in any more. */
  renew(refused: Credentials): Promise<boolean>;
  /** The server wants to know that it is still the same person. False when that was declined. */
  confirm(): Promise<boolean>;
  /** A change has ended the session and begun another one: its tokens are the good ones from now on. */
  accept(answer: SignedIn): Promise<void>;
  /** The role needs a second factor that is not there yet. */
  requireSecondFactor(): void;
}

export const nobody: Credentials = { accessToken: null, csrfToken: null };
