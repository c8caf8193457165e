/** What the factors need of the sessions, which are somebody else's business. */
import type { Assurance } from '@riskoptimizer/contracts';

export interface SessionOrigin {
  readonly client: 'web' | 'app';
  /** What the client says that it is, as far as it is shown to the user. */
  readonly device: string;
  readonly address: string | null;
}

export interface NewSession extends SessionOrigin {
  readonly userId: string;
  readonly assurance: Assurance;
  /** Whether the person has just proved who it is, so that sensitive changes need no new confirmation for a while. */
  readonly confirmed: boolean;
}

/** Of the running transaction, when there is one. `Started` is what the route makes its answer of. */
export interface FactorSessions<Started> {
  start(session: NewSession): Promise<Started>;
  /** Ends all sessions of the user and every refresh token of theirs. */
  endSessions(userId: string, reason: 'password-changed', options?: { readonly except?: string }): Promise<void>;
  endSession(sessionId: string, reason: 'password-changed'): Promise<void>;
  /** Notes that the person proved who it is, now. @returns until when that counts. */
  confirm(sessionId: string): Promise<Date>;
  /** An `enrolment` session that got its second factor may do what its role allows, and is confirmed. */
  raise(sessionId: string): Promise<void>;
}
