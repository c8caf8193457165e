/** What a session is given by the platform it runs on. */
import type { ClientKind } from '@riskoptimizer/contracts';

/** Where an app keeps its refresh token: the secure storage of the device. A browser keeps it in a cookie that no script can read. */
export interface RefreshTokenStorage {
  read(): Promise<string | null>;
  write(token: string | null): Promise<void>;
}

/** What the tabs of one browser tell each other. Never a token. */
export type SessionNews =
  | { readonly type: 'signed-out' }
  | { readonly type: 'signed-in'; readonly userId: string; readonly sessionId: string };

export interface SessionChannel {
  post(news: SessionNews): void;
  listen(hear: (news: SessionNews) => void): void;
}

export interface SessionOptions {
  /** Origin of the server; empty for the origin of the page. */
  readonly baseUrl: string;
  readonly kind: ClientKind;
  /** Needed by an app. */
  readonly refreshTokens?: RefreshTokenStorage;
  /** Runs work while no other tab runs its own. */
  readonly exclusively?: <Value>(work: () => Promise<Value>) => Promise<Value>;
  readonly channel?: SessionChannel;
  /** Asks the person to confirm who they are; false when they would not. */
  readonly confirm?: () => Promise<boolean>;
  /** Whether somebody signed in here before, as far as is known without asking the server. A mark, and no secret. */
  readonly presence?: { read(): boolean; write(isSignedIn: boolean): void };
  readonly timeoutMs?: number;
  /** How long to wait for the news of another tab before a session that was signed out is given up. */
  readonly followAfterMs?: number;
  /** Milliseconds of any clock that never goes back. */
  readonly now?: () => number;
}
