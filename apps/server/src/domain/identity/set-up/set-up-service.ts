/**
 * The first account. There is no password to begin with: whoever started the server reads a link in the terminal, and the link
 * makes the administrator, once. The user of the demo becomes that person, so that what was made in the demo stays.
 */
import type { Clock } from '../../../core/clock.ts';
import { ProblemError } from '../../../core/errors.ts';
import { maskEmail } from '../../audit/ports.ts';
import type { BlindIndex, RandomTokens } from '../../cryptography/ports.ts';
import type { Transactions } from '../../transactions/ports.ts';
import { localUser } from '../../users/local-user.ts';
import type { AccountRepository, OneTimeTokenRepository } from '../accounts/ports.ts';
import { emailIndexOf } from '../email-address.ts';
import type { ClientFacts, PasswordDoor, PreparedPassword, SessionService, StartedSession } from '../ports.ts';

export interface SetUpRequest {
  readonly token: string;
  readonly email: string;
  readonly displayName: string;
  readonly password: string;
}

export interface SetUpService {
  /** A new token, in the place of all before it; null when there is an account already. */
  createToken(): Promise<string | null>;
  isRequired(): Promise<boolean>;
  /** @throws ProblemError `sign-in-refused` for a token that does not work, `password-refused`, `state-conflict`. */
  setUp(request: SetUpRequest, client: ClientFacts): Promise<StartedSession>;
}

export interface SetUpParts {
  readonly accounts: AccountRepository;
  readonly links: OneTimeTokenRepository;
  readonly sessions: Pick<SessionService, 'start' | 'endSessions'>;
  readonly door: Pick<PasswordDoor, 'prepare'>;
  readonly tokens: RandomTokens;
  readonly index: BlindIndex;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly createId: () => string;
  /** One process at a time until the transaction ends. */
  readonly lockFirstStart: () => Promise<void>;
}

const tokenLifeMs = 86_400_000;

export function createSetUpService(parts: SetUpParts): SetUpService {
  const { accounts, links, door, tokens, transactions, clock } = parts;
  const inSystem = <Result>(work: () => Promise<Result>): Promise<Result> =>
    transactions.asSystem(() => transactions.run(work));
  return {
    isRequired: async () => (await transactions.asSystem(() => accounts.count())) === 0,

    createToken: () =>
      inSystem(async () => {
        await parts.lockFirstStart();
        const now = clock.now();
        await links.voidAll('set-up', null, now);
        if ((await accounts.count()) > 0) return null;
        const token = tokens.create();
        const expiresAt = new Date(now.getTime() + tokenLifeMs);
        await links.insert({
          tokenHash: tokens.digest(token),
          purpose: 'set-up',
          userId: null,
          createdAt: now,
          expiresAt,
        });
        return token;
      }),

    async setUp(request, client) {
      const tokenHash = tokens.digest(request.token);
      // Looked at first, so that nobody else makes the server hash passwords.
      const found = await transactions.asSystem(() => links.find(tokenHash, 'set-up', clock.now()));
      if (found === null)
        throw (await transactions.asSystem(() => accounts.count())) > 0 ? alreadySetUp() : linkRefused();
      const owner = { email: request.email, displayName: request.displayName, hasSecondFactor: false };
      const password = await door.prepare(request.password, owner);
      return inSystem(async () => {
        await parts.lockFirstStart();
        if ((await accounts.count()) > 0) throw alreadySetUp();
        if ((await links.use(tokenHash, 'set-up', clock.now())) === null) throw linkRefused();
        const userId = await makeAdministrator(parts, request, password);
        return parts.sessions.start({ ...client, userId, assurance: 'enrolment', confirmed: true });
      });
    },
  };
}

async function makeAdministrator(parts: SetUpParts, request: SetUpRequest, password: PreparedPassword) {
  const { accounts, sessions, transactions, clock } = parts;
  const { email, displayName } = request;
  const wasDemo = await accounts.promoteDemoUser(localUser.id, { displayName, role: 'admin' });
  const userId = wasDemo ? localUser.id : parts.createId();
  if (!wasDemo) await accounts.insertUser({ id: userId, displayName, role: 'admin', status: 'active' });
  await sessions.endSessions(userId, 'signed-out');
  const emailIndex = emailIndexOf(parts.index, email);
  await accounts.insertAccount({ userId, email, emailIndex, passwordChangedAt: clock.now(), ...password });
  await accounts.adoptShares(userId, emailIndex);
  transactions.record({
    action: 'account.created',
    entity: { type: 'account', id: userId },
    actorId: userId,
    ownerId: userId,
    before: wasDemo ? { displayName: localUser.displayName, isDemo: true } : null,
    after: { displayName, email: maskEmail(email), role: 'admin', status: 'active', isDemo: false },
  });
  return userId;
}

function linkRefused(): ProblemError {
  const detail = 'This link does not work (any more). The terminal of the server shows a new one at each start.';
  return new ProblemError('sign-in-refused', detail);
}

function alreadySetUp(): ProblemError {
  return new ProblemError(
    'state-conflict',
    'This server was set up already. Sign in, or ask its administrator for an invitation.',
  );
}
