/** People with an account and a password, and what they do with second factors, over HTTP. */
import { randomUUID } from 'node:crypto';
import type { PasskeyChallenge, Role, SecondFactorMethod, SignedIn } from '@riskoptimizer/contracts';
import { generateSync } from 'otplib/functional';
import { layFoundation } from '../../src/compose-identity.ts';
import { createId } from '../../src/core/ids.ts';
import { asServer } from '../../src/core/request-context.ts';
import { emailIndexOf } from '../../src/domain/identity/email-address.ts';
import { createAppendEvents } from '../../src/infrastructure/database/repositories/audit-repository.ts';
import { createTransactions } from '../../src/infrastructure/database/transactions.ts';
import { type Answer, ask, startTestApplication, type TestApplication } from '../api/test-application.ts';
import { createMovableClock, type MovableClock } from '../support/movable-clock.ts';
import { goodPassword, Person } from './people.ts';
import type { Deviation, RegistrationOptions, SignInOptions, SoftwareAuthenticator } from './software-authenticator.ts';

export { goodPassword, otherPassword } from './people.ts';

export type Holders = Awaited<ReturnType<typeof startWithHolders>>;

/** An application with a clock to move, where accounts can be made without ceremony. */
export async function startWithHolders() {
  const clock = createMovableClock();
  const application = await startTestApplication({ clock, environment: { RISKOPTIMIZER_BCRYPT_ROUNDS: '10' } });
  const named = underName(application);
  const { config, parts } = application;
  const transactions = createTransactions(parts.database.orm, createAppendEvents(clock));
  const foundation = await layFoundation(config, parts, transactions);
  // A hash names nobody, so all who have this password share one.
  const hashes = new Map<string, Promise<string>>();
  const hashOf = (password: string) => {
    if (!hashes.has(password)) hashes.set(password, foundation.hasher.hash(password));
    return hashes.get(password)!;
  };
  return {
    application,
    named,
    clock,
    foundation,

    async holder(role: Role = 'analyst', password = goodPassword, email = `${role}.${randomUUID()}@example.com`) {
      const { accounts, index } = foundation;
      const userId = createId();
      const passwordHash = await hashOf(password);
      const account = {
        userId,
        email,
        emailIndex: emailIndexOf(index, email),
        passwordHash,
        passwordStandsAlone: password.length >= 15,
        passwordChangedAt: clock.now(),
      };
      await asServer(() =>
        transactions.run(async () => {
          await accounts.insertUser({ id: userId, displayName: `A ${role}`, role, status: 'active' });
          await accounts.insertAccount(account);
        }),
      );
      return new Holder(named, clock, { userId, email, password });
    },

    async stop() {
      await foundation.endings.close();
      foundation.fieldKeys.close();
      await application.stop();
    },
  };
}

export class Holder extends Person {
  readonly userId: string;
  readonly email: string;
  password: string;
  readonly clock: MovableClock;
  totpSecret = '';
  recoveryCodes: string[] = [];

  constructor(
    application: TestApplication,
    clock: MovableClock,
    account: { userId: string; email: string; password: string },
    kind: 'web' | 'app' = 'app',
  ) {
    super(application, kind);
    this.clock = clock;
    this.userId = account.userId;
    this.email = account.email;
    this.password = account.password;
  }

  /** The same person at another device. */
  elsewhere(kind: 'web' | 'app' = 'app'): Holder {
    const other = new Holder(this.application, this.clock, this, kind);
    other.totpSecret = this.totpSecret;
    other.recoveryCodes = this.recoveryCodes;
    return other;
  }

  enterPassword() {
    return this.signIn(this.email, this.password);
  }

  /** The token of a sign-in that waits for its second factor. */
  async challengeToken(): Promise<string> {
    const { body, text } = await this.enterPassword();
    if (body.status !== 'second-factor') throw new Error(`No second factor was asked for: ${text}`);
    return body.challengeToken;
  }

  /** One after the other: passwords at the same time count as guesses. */
  async challengeTokens(count: number): Promise<string[]> {
    const tokens: string[] = [];
    while (tokens.length < count) tokens.push(await this.challengeToken());
    return tokens;
  }

  /** What the authenticator app shows, now or some steps of 30 s later. */
  code(stepsAhead = 0, secret = this.totpSecret): string {
    const counter = Math.floor(this.clock.now().getTime() / 30_000) + stepsAhead;
    return generateSync({ strategy: 'hotp', secret, counter, algorithm: 'sha1', digits: 6 });
  }

  /** One that it shows at none of the moments around now. */
  wrongCode(): string {
    const near = new Set([-2, -1, 0, 1, 2].map((steps) => this.code(steps)));
    return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !near.has(code))!;
  }

  async enrolTotp(): Promise<string[]> {
    const begun = await this.ask<{ secret: string; uri: string }>('POST', '/me/totp');
    this.totpSecret = begun.body.secret;
    const answer = await this.ask<{ recoveryCodes: string[] }>('POST', '/me/totp/confirm', { code: this.code() });
    if (answer.status !== 200) throw new Error(`The authenticator app was not taken: ${begun.text} ${answer.text}`);
    if (answer.body.recoveryCodes.length > 0) this.recoveryCodes = answer.body.recoveryCodes;
    // Its step is used up; the next code is that of the next step.
    this.clock.advance(30_000);
    return answer.body.recoveryCodes;
  }

  giveFactor(method: SecondFactorMethod, code: string, challengeToken: string): Promise<Answer<SignedIn>> {
    return this.ask('POST', '/auth/second-factor', { method, code, challengeToken, client: this.kind });
  }

  /** Both steps, with the code of the authenticator app. */
  async signInFully(): Promise<void> {
    this.session = null;
    const answer = await this.giveFactor('totp', this.code(), await this.challengeToken());
    if (answer.status !== 200) throw new Error(`The second factor was refused: ${answer.text}`);
    this.session = answer.body;
    this.clock.advance(30_000);
  }

  stepUp(json: Record<string, unknown>) {
    return this.ask<{ confirmedUntil: string }>('POST', '/auth/step-up', json);
  }

  async addPasskey(key: SoftwareAuthenticator, wrong: Deviation = {}, name = 'Key') {
    const { body, text } = await this.beginPasskey();
    if (body.options === undefined) throw new Error(`No passkey can be added: ${text}`);
    const response = key.create(body.options as unknown as RegistrationOptions, wrong);
    const json = { challengeId: body.challengeId, name, response };
    const answer = await this.ask<{ recoveryCodes: string[] }>('POST', '/me/passkeys', json);
    if (answer.status === 201 && answer.body.recoveryCodes.length > 0) this.recoveryCodes = answer.body.recoveryCodes;
    return answer;
  }

  beginPasskey() {
    return this.ask<PasskeyChallenge>('POST', '/me/passkey-challenges');
  }

  passkeyChallenge(challengeToken: string | null = null) {
    return this.ask<PasskeyChallenge>('POST', '/auth/passkey-challenges', { challengeToken });
  }

  async signInWithPasskey(key: SoftwareAuthenticator, wrong: Deviation = {}, challengeToken: string | null = null) {
    const { body } = await this.passkeyChallenge(challengeToken);
    const response = key.get(body.options as unknown as SignInOptions, wrong);
    return this.answerPasskey(body.challengeId, response);
  }

  answerPasskey(challengeId: string, response: Record<string, unknown>) {
    const json = { challengeId, response, client: this.kind };
    return this.ask<SignedIn>('POST', '/auth/passkey-sign-in', json);
  }
}

/** The application as it is reached under a name, which passkeys need. */
export function underName(application: TestApplication): TestApplication {
  const address = application.address.replace('127.0.0.1', 'localhost');
  return { ...application, address, ask: (method, path, asked) => ask(address + path, method, asked) };
}

/** Fails so often that the next try has to wait for minutes, however slow the machine is. */
export async function failOften(
  clock: MovableClock,
  attempt: () => Promise<{ readonly status: number; readonly headers: Headers }>,
): Promise<void> {
  let failures = 0;
  while (failures < 12) {
    const { status, headers } = await attempt();
    if (status === 429) clock.advance(Number(headers.get('retry-after')) * 1000);
    else if (status === 401) failures += 1;
    else throw new Error(`A wrong try was answered with ${status}.`);
  }
}

/** Entries about somebody, the newest last. */
export async function auditOf({ owner }: TestApplication, userId: string) {
  const { rows } = await owner.pool.query<{ action: string; result: string; content: string }>(
    'select action, result, content from audit_entries where owner_id = $1 or actor_id = $2 order by sequence',
    [userId, userId],
  );
  return rows.map(({ action, result, content }) => ({ action, result, entry: JSON.parse(content) as AuditEntryText }));
}

interface AuditEntryText {
  readonly reason: string | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly sessionId: string | null;
}
