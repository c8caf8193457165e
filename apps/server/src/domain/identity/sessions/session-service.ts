/** Sessions: begun by a sign-in, kept alive by refresh tokens that each work once, ended once for good. */
import type { SessionEndReason } from '@riskoptimizer/contracts';
import type { Clock } from '../../../core/clock.ts';
import { ProblemError } from '../../../core/errors.ts';
import type { RandomTokens, RequestProof, TokenSigner } from '../../cryptography/ports.ts';
import type { Transactions } from '../../transactions/ports.ts';
import type { KnownDevices } from '../devices/ports.ts';
import {
  confirmationMs,
  type SessionEnding,
  type SessionService,
  type SessionStart,
  type SettingsService,
  type StartedSession,
} from '../ports.ts';
import type { SessionChoice, SessionRepository, StoredSession, SuccessorSeal } from './ports.ts';
import { useRefreshToken } from './use-refresh-token.ts';

export interface SessionParts {
  readonly sessions: SessionRepository;
  readonly devices: KnownDevices;
  readonly settings: SettingsService;
  readonly signer: Pick<TokenSigner, 'sign'>;
  /** How long an access token is good for. */
  readonly accessTokenSeconds: number;
  readonly tokens: RandomTokens;
  readonly proofs: RequestProof;
  readonly seal: SuccessorSeal;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly createId: () => string;
  /** Notes the sign-in at the account, if the user has one. */
  readonly noteSignIn: (userId: string, at: Date) => Promise<void>;
  /** Called after something about a session changed here: what is remembered of it is stale. */
  readonly forget: (sessionId: string) => void;
}

/** How long an access token that is revoked by its id could have lived on; they are signed for 10 minutes. */
const revocationKeptMs = 15 * 60_000;

export function createSessionService(parts: SessionParts): SessionService {
  const { sessions, transactions, clock } = parts;
  const inSystem = <Result>(work: () => Promise<Result>): Promise<Result> =>
    transactions.asSystem(() => transactions.run(work));
  const issue = createTokenIssuer(parts);

  const endAll = async (change: () => Promise<readonly SessionEnding[]>): Promise<readonly SessionEnding[]> => {
    const ended = await inSystem(async () => {
      const endings = await change();
      for (const ending of endings) recordEnding(transactions, ending);
      return endings;
    });
    for (const { sessionId } of ended) parts.forget(sessionId);
    return ended;
  };
  const end = (choice: SessionChoice, reason: SessionEndReason) =>
    endAll(() => sessions.end(choice, reason, clock.now()));

  const revokeAccessToken: SessionService['revokeAccessToken'] = async (token) => {
    const expiresAt = new Date(clock.now().getTime() + revocationKeptMs);
    await inSystem(() => sessions.revokeAccessToken({ ...token, expiresAt }));
  };

  return {
    async start(start) {
      const opened = await inSystem(() => openSession(parts, start));
      return issue(opened);
    },

    async refresh(refreshToken, client) {
      const outcome = await inSystem(() => useRefreshToken(parts, refreshToken, client));
      if (outcome.kind === 'renewed') return issue({ ...outcome, newDeviceToken: null });
      if (outcome.kind === 'replayed') parts.forget(outcome.sessionId);
      throw sessionOver();
    },

    async list(userId, currentSessionId) {
      const living = await transactions.asSystem(() => sessions.listLiving(userId, clock.now()));
      return living.map((session) => ({
        id: session.id,
        current: session.id === currentSessionId,
        device: session.device,
        client: session.client,
        address: session.address,
        createdAt: session.createdAt.toISOString(),
        lastUsedAt: session.lastUsedAt.toISOString(),
        expiresAt: session.expiresAt.toISOString(),
      }));
    },

    async endSessionOf(userId, sessionId) {
      const ended = await end({ userId, sessionId }, 'ended-by-user');
      if (ended.length === 0) throw new ProblemError('not-found', 'There is no such session, or it has ended already.');
    },

    async endSession(sessionId, reason) {
      await end({ sessionId }, reason);
    },

    async endSessions(userId, reason, options) {
      return (await end({ userId, except: options?.except }, reason)).length;
    },

    endExpired: async () => (await endAll(() => sessions.endExpired(clock.now()))).length,

    async signOut({ sessionId, ...token }) {
      await transactions.run(async () => {
        await end({ sessionId }, 'signed-out');
        await revokeAccessToken(token);
      });
      // Once more: while the transaction ran, a request may have been answered from what it did not yet see.
      parts.forget(sessionId);
    },

    revokeAccessToken,

    async confirm(sessionId) {
      const now = clock.now();
      await inSystem(() => sessions.setConfirmed(sessionId, now));
      parts.forget(sessionId);
      return new Date(now.getTime() + confirmationMs);
    },

    async raiseAssurance(sessionId) {
      await inSystem(() => sessions.raiseAssurance(sessionId, clock.now()));
      parts.forget(sessionId);
    },
  };
}

/** The same words whatever was wrong with the token. */
function sessionOver(): ProblemError {
  return new ProblemError('sign-in-required', 'The session is over. Sign in again.');
}

interface Opened {
  readonly session: StoredSession;
  readonly user: StartedSession['user'];
  readonly refreshToken: string;
  readonly newDeviceToken: string | null;
}

async function openSession(parts: SessionParts, start: SessionStart): Promise<Opened> {
  const { sessions, clock, tokens, transactions } = parts;
  const now = clock.now();
  const user = await sessions.findUser(start.userId);
  // Disabled between the password and now.
  if (user === null || !user.isActive)
    throw new ProblemError('sign-in-refused', 'This account cannot be signed in to at present.');
  await endReplaced(parts, start);
  const session = await insertSession(parts, start, now);
  const refreshToken = tokens.create();
  await sessions.insertToken({
    id: parts.createId(),
    sessionId: session.id,
    tokenHash: tokens.digest(refreshToken),
    parentId: null,
    createdAt: now,
  });
  const isFull = start.assurance === 'full' && start.client === 'web' && !user.isDemo;
  const newDevice = isFull && (await isNewDevice(parts.devices, start));
  const newDeviceToken = isFull ? await parts.devices.remember(user.id, start.deviceToken, now) : null;
  await parts.noteSignIn(user.id, now);
  transactions.record({
    action: 'session.signed-in',
    entity: { type: 'session', id: session.id },
    actorId: user.id,
    ownerId: user.id,
    sessionId: session.id,
    after: { ...describe(session), newDevice },
  });
  const { id, displayName, role, isDemo } = user;
  return { session, user: { id, displayName, role, isDemo }, refreshToken, newDeviceToken };
}

/** The first device of an account is nothing to note; each further one is. */
async function isNewDevice(devices: KnownDevices, { userId, deviceToken }: SessionStart): Promise<boolean> {
  if ((await devices.keyOf(userId, deviceToken)) !== null) return false;
  return (await devices.keysOf(userId)).length > 0;
}

/** A browser has one session: signing in anew ends the one whose cookie is replaced. */
async function endReplaced({ sessions, tokens, transactions, clock }: SessionParts, start: SessionStart) {
  if (start.replacedToken === null) return;
  const sessionId = await sessions.sessionIdOf(tokens.digest(start.replacedToken));
  if (sessionId === null) return;
  for (const ending of await sessions.end({ sessionId }, 'signed-out', clock.now())) recordEnding(transactions, ending);
}

async function insertSession(parts: SessionParts, start: SessionStart, now: Date): Promise<StoredSession> {
  const { sessionHours, sessionIdleMinutes } = await parts.settings.get();
  const expiresAt = new Date(now.getTime() + sessionHours * 3_600_000);
  const session: StoredSession = {
    id: parts.createId(),
    userId: start.userId,
    client: start.client,
    assurance: start.assurance,
    device: start.device,
    address: start.address,
    createdAt: now,
    lastUsedAt: now,
    idleExpiresAt: earlier(new Date(now.getTime() + sessionIdleMinutes * 60_000), expiresAt),
    expiresAt,
    confirmedAt: start.confirmed ? now : null,
  };
  await parts.sessions.insert(session);
  return session;
}

function createTokenIssuer({ signer, accessTokenSeconds, proofs, clock, createId }: SessionParts) {
  return async ({ session, user, refreshToken, newDeviceToken }: Opened): Promise<StartedSession> => {
    const accessToken = await signer.sign({ userId: user.id, sessionId: session.id, tokenId: createId() });
    const now = clock.now();
    // Tokens tell time in whole seconds.
    const expiresAt = new Date((Math.floor(now.getTime() / 1000) + accessTokenSeconds) * 1000);
    return {
      sessionId: session.id,
      client: session.client,
      accessToken,
      // The token says ten minutes; a session that is over before takes it along.
      accessTokenExpiresAt: earlier(expiresAt, session.idleExpiresAt),
      refreshToken,
      issuedAt: now,
      csrfToken: session.client === 'web' ? proofs.issue(session.id) : null,
      expiresAt: session.expiresAt,
      assurance: session.assurance,
      user,
      newDeviceToken,
    };
  };
}

function recordEnding(transactions: Transactions, { sessionId, userId, reason }: SessionEnding): void {
  transactions.record({
    action: 'session.ended',
    entity: { type: 'session', id: sessionId },
    ownerId: userId,
    after: { reason },
    reason,
  });
}

function describe({ client, device, assurance, expiresAt }: StoredSession) {
  return { client, device, assurance, expiresAt: expiresAt.toISOString() };
}

function earlier(left: Date, right: Date): Date {
  return left < right ? left : right;
}
