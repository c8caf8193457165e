/** What identity offers the rest of the server: sessions, who a token belongs to, passwords, settings, mail. */
import type {
  Assurance,
  ClientKind,
  Role,
  SecondFactorMethod,
  Session,
  SessionEndReason,
  Settings,
} from '@riskoptimizer/contracts';
import type { ApiKeyActor, SignedInActor } from '../../core/request-context.ts';

/** What a request tells of whoever sent it, beside what it asks for. */
export interface ClientFacts {
  readonly client: ClientKind;
  /** Browser and system, as far as the client told: for the list of sessions. */
  readonly device: string;
  readonly address: string | null;
  /** The cookie of a device that somebody signed in from before. */
  readonly deviceToken: string | null;
  /** The cookie of a session that a sign-in here takes the place of. */
  readonly replacedToken: string | null;
}

export interface SessionStart extends ClientFacts {
  readonly userId: string;
  readonly assurance: Assurance;
  /** Whether the person proved just now who it is, so that sensitive changes need nothing more for a while. */
  readonly confirmed: boolean;
}

/** A session with the tokens that its client gets, once. */
export interface StartedSession {
  readonly sessionId: string;
  readonly client: ClientKind;
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
  readonly refreshToken: string;
  /** When these tokens were given. */
  readonly issuedAt: Date;
  /** Null for an app, which has no cookie that another site could make it send. */
  readonly csrfToken: string | null;
  readonly expiresAt: Date;
  readonly assurance: Assurance;
  readonly user: { readonly id: string; readonly displayName: string; readonly role: Role; readonly isDemo: boolean };
  /** A cookie to know this device by, when it has none yet. */
  readonly newDeviceToken: string | null;
}

export interface SessionEnding {
  readonly sessionId: string;
  readonly userId: string;
  readonly reason: SessionEndReason;
}

export interface SessionService {
  /** Inside of a running transaction it is part of that one. */
  start(start: SessionStart): Promise<StartedSession>;
  /** @throws ProblemError `sign-in-required` for everything that is not the living refresh token of that kind of client. */
  refresh(refreshToken: string, client: ClientFacts): Promise<StartedSession>;
  list(userId: string, currentSessionId: string): Promise<Session[]>;
  /** @throws ProblemError `not-found` when that user has no such living session. */
  endSessionOf(userId: string, sessionId: string): Promise<void>;
  /** Ending what has ended already does nothing. */
  endSession(sessionId: string, reason: SessionEndReason): Promise<void>;
  /** @returns how many were ended. */
  endSessions(userId: string, reason: SessionEndReason, options?: { readonly except?: string }): Promise<number>;
  /** Ends those that are over by themselves. @returns how many. */
  endExpired(): Promise<number>;
  /** Ends the session and refuses the access token that asked for it, both or neither. */
  signOut(token: { readonly sessionId: string; readonly tokenId: string; readonly userId: string }): Promise<void>;
  /** Refuses one access token by its id, whatever becomes of its session. */
  revokeAccessToken(token: { readonly tokenId: string; readonly userId: string }): Promise<void>;
  /** The person proved once more who it is. @returns until when sensitive changes need nothing more. */
  confirm(sessionId: string): Promise<Date>;
  /** The second factor that was missing is there now. */
  raiseAssurance(sessionId: string): Promise<void>;
}

export interface Authenticator {
  /**
   * @param bearer An access token, or an API key (`ro_…`).
   * @throws ProblemError `sign-in-required` when it is not good (any more), `not-ready` when that cannot be found out.
   */
  authenticate(bearer: string): Promise<SignedInActor>;
}

/** Answered by the service of API keys. */
export type AuthenticateApiKey = (key: string) => Promise<ApiKeyActor | null>;

/** Told of every ended session, of this process and of others, within a second. @returns how to stop it. */
export type OnSessionEnded = (listener: (ending: SessionEnding) => void) => () => void;

/** How long a person counts as confirmed after a proof of identity. */
export const confirmationMs = 10 * 60_000;

export interface SettingsService {
  get(): Promise<Settings>;
  /** Inside of the transaction that records the change. */
  set(settings: Settings): Promise<void>;
}

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface MailPort {
  send(mail: Mail): Promise<void>;
}

/** The second factors of an account, as signing in needs to know them. */
export interface SecondFactors {
  /** How the user can prove who it is besides the password; empty for an account without a second factor. */
  methodsOf(userId: string): Promise<readonly SecondFactorMethod[]>;
  /** Call it after the password was right and `methodsOf` was not empty. Beginning anew gives nobody new tries. */
  beginSecondFactor(userId: string): Promise<SecondFactorChallenge>;
}

/** A sign-in whose password was right and that waits for the second factor. */
export interface SecondFactorChallenge {
  /** Opens nothing but the second factor of this one sign-in. */
  readonly challengeToken: string;
  readonly methods: readonly SecondFactorMethod[];
  readonly expiresAt: Date;
}

/** The one door that passwords are tried at: every way in counts in the same counters. */
export interface PasswordDoor {
  /**
   * Whether that is the password of the user.
   *
   * @throws ProblemError `rate-limited` before anything is hashed, after too many wrong ones.
   */
  matches(userId: string, password: string, client: ClientFacts): Promise<boolean>;
  /**
   * Checks a new password and hashes it; nothing is stored.
   *
   * @throws ProblemError `password-refused` with what is wrong with it.
   */
  prepare(password: string, owner: PasswordOwner): Promise<PreparedPassword>;
}

export interface PasswordOwner {
  readonly email: string;
  readonly displayName: string;
  /** Then 8 characters are enough, otherwise 15. */
  readonly hasSecondFactor: boolean;
}

/** The columns of the account. */
export interface PreparedPassword {
  readonly passwordHash: string;
  readonly passwordStandsAlone: boolean;
}
