/** Registration, invitations and lost passwords: what comes by mail works once, and no answer tells who has an account. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RegistrationPolicy } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { createMovableClock } from '../support/movable-clock.ts';
import { type Inside, openInside } from './inside.ts';
import { auditActions, goodPassword, mailedToken, otherPassword, Person } from './people.ts';

const clock = createMovableClock();
let application: TestApplication;
let inside: Inside;
let admin: Person;

beforeAll(async () => {
  application = await startTestApplication({ clock, environment: { RISKOPTIMIZER_BCRYPT_ROUNDS: '10' } });
  inside = await openInside(application, { clock });
  admin = new Person(application);
  await admin.setUp('admin@example.com');
}, 60_000);
afterAll(async () => {
  await inside.close();
  await application.stop();
});
beforeEach(() => clock.advance(25 * 3_600_000));

async function setRegistration(registration: RegistrationPolicy): Promise<void> {
  const { settings } = inside.foundation;
  await settings.set({ ...(await settings.get()), registration });
}

/** Mails are sent after the answer. */
async function mailCount(atLeast: number): Promise<number> {
  for (let pause = 0; pause < 200 && application.mails.length < atLeast; pause += 1) await sleep(20);
  await sleep(50);
  return application.mails.length;
}

const post = (path: string, json: unknown) => new Person(application).ask('POST', path, json);
const register = (email: string, password = goodPassword) =>
  post('/auth/registrations', { email, displayName: 'Grace', password });
const sharesOf = async (email: string) => {
  const { rows } = await application.owner.pool.query<{ grantee: string | null }>(
    'select grantee_id as grantee from portfolio_shares where email_index = $1',
    [inside.foundation.index.of('email', email)],
  );
  return rows.map(({ grantee }) => grantee);
};

/** A share of the administrator's first portfolio with an address that has no account yet. */
async function shareWith(email: string): Promise<void> {
  await application.owner.pool.query(
    `insert into portfolio_shares (id, portfolio_id, owner_id, email_sealed, email_index, level, created_at)
     select gen_random_uuid(), id, owner_id, 'x', $1, 'read', now() from portfolios limit 1`,
    [inside.foundation.index.of('email', email)],
  );
}

async function member(email: string, password = goodPassword): Promise<Person> {
  await setRegistration('open');
  const before = application.mails.length;
  expect((await register(email, password)).status).toBe(202);
  await mailCount(before + 1);
  expect((await post('/auth/registrations/confirm', { token: mailedToken(application, email) })).status).toBe(204);
  const person = new Person(application);
  expect((await person.signIn(email, password)).status).toBe(200);
  return person;
}

describe('registration', () => {
  test('is closed unless an administrator opens it', async () => {
    for (const policy of ['closed', 'invitation'] as const) {
      await setRegistration(policy);
      expect((await register('grace@example.com')).status).toBe(409);
    }
  });

  test('makes an account that waits for its mailbox, and gives it what was shared with the address', async () => {
    await setRegistration('open');
    const email = 'grace@example.com';
    await shareWith(email);
    const before = application.mails.length;
    expect((await register('Grace@Example.com')).status).toBe(202);
    await mailCount(before + 1);
    expect((await new Person(application).signIn(email, goodPassword)).status).toBe(401);
    expect(await sharesOf(email)).toEqual([null]);

    const token = mailedToken(application, 'Grace@Example.com');
    expect((await post('/auth/registrations/confirm', { token })).status).toBe(204);
    expect((await post('/auth/registrations/confirm', { token })).status).toBe(401);
    const grace = new Person(application);
    expect((await grace.signIn(email, goodPassword)).body).toMatchObject({
      assurance: 'full',
      user: { role: 'analyst' },
    });
    expect(await sharesOf(email)).toEqual([grace.session?.user.id]);
    expect(await auditActions(application)).toEqual(
      expect.arrayContaining(['account.registered', 'account.confirmed']),
    );
  });

  test('of an address that has an account answers the same, and its owner gets another mail', async () => {
    await setRegistration('open');
    const first = application.mails.length;
    const fresh = await register('new@example.com');
    const before = await mailCount(first + 1);
    const taken = await register('admin@example.com', otherPassword);
    expect([taken.status, taken.body]).toEqual([fresh.status, fresh.body]);
    await mailCount(before + 1);
    const mail = application.mails.findLast(({ to }) => to === 'admin@example.com');
    expect(mail?.subject).toBe('You have an account already');
    expect(mail?.text).not.toContain('token');
    expect((await new Person(application).signIn('admin@example.com', otherPassword)).status).toBe(401);
  });

  test('is refused for a weak password whether there is an account or not, and a link works for a day', async () => {
    await setRegistration('open');
    for (const email of ['admin@example.com', 'weak@example.com'])
      expect((await register(email, 'correcthorse')).status).toBe(422);
    const before = application.mails.length;
    await register('late@example.com');
    await mailCount(before + 1);
    clock.advance(86_400_001);
    expect(
      (await post('/auth/registrations/confirm', { token: mailedToken(application, 'late@example.com') })).status,
    ).toBe(401);
  });

  test('sends at most three mails an hour to one mailbox, whoever asks', async () => {
    await setRegistration('open');
    const before = application.mails.length;
    for (let index = 0; index < 6; index += 1) expect((await register('flooded@example.com')).status).toBe(202);
    expect((await mailCount(before + 3)) - before).toBe(3);
  });
});

describe('an invitation', () => {
  async function invite(email: string, role = 'advisor'): Promise<string> {
    const { tokens, cipher, index } = inside.foundation;
    const token = tokens.create();
    const id = `0199f0a0-0000-7000-9000-${Math.floor(Math.random() * 1e12)
      .toString()
      .padStart(12, '0')}`;
    await application.owner.pool.query(
      `insert into invitations (id, token_hash, email_sealed, email_index, role, invited_by, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        id,
        tokens.digest(token),
        cipher.seal({ table: 'invitations', column: 'email_sealed', row: id }, email),
        index.of('email', email),
        role,
        admin.session?.user.id,
        clock.now(),
        new Date(clock.now().getTime() + 7 * 86_400_000),
      ],
    );
    return token;
  }
  const accept = (token: string, person = new Person(application)) =>
    person.enter('/auth/invitations/accept', { token, displayName: 'Edith', password: goodPassword });

  test('makes an account of its role at once, once', async () => {
    const token = await invite('edith@example.com');
    await shareWith('edith@example.com');
    const answers = await Promise.all([accept(token), accept(token)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401]);
    const signedIn = answers.find(({ status }) => status === 200);
    expect(signedIn?.body).toMatchObject({ assurance: 'full', user: { role: 'advisor', displayName: 'Edith' } });
    expect(await sharesOf('edith@example.com')).toHaveLength(1);
    expect((await sharesOf('edith@example.com'))[0]).not.toBeNull();
    expect(await auditActions(application)).toContain('invitation.accepted');
  });

  test('to a role that needs a second factor goes as far as setting one up', async () => {
    const answer = await accept(await invite('second@example.com', 'admin'));
    expect(answer.body).toMatchObject({ assurance: 'enrolment', user: { role: 'admin' } });
  });

  test('takes the place of a registration that nobody confirmed, and its password with it', async () => {
    await setRegistration('open');
    await register('pending@example.com', otherPassword);
    await mailCount(0);
    expect((await accept(await invite('pending@example.com'))).status).toBe(200);
    expect((await new Person(application).signIn('pending@example.com', otherPassword)).status).toBe(401);
    expect((await new Person(application).signIn('pending@example.com', goodPassword)).status).toBe(200);
  });

  test('for an address with an account, one that is over, and a guess are refused', async () => {
    expect((await accept(await invite('admin@example.com'))).status).toBe(409);
    const token = await invite('slow@example.com');
    clock.advance(8 * 86_400_000);
    expect((await accept(token)).status).toBe(401);
    expect((await accept('A'.repeat(43))).status).toBe(401);
  });
});

describe('a lost password', () => {
  const complete = (token: string, password = otherPassword) =>
    post('/auth/password-resets/complete', { token, password });
  async function requestReset(email: string): Promise<string> {
    const before = application.mails.length;
    expect((await post('/auth/password-resets', { email })).status).toBe(202);
    await mailCount(before + 1);
    return mailedToken(application, email);
  }

  test('is replaced by the link, once; every session ends, also its refresh, and delays are over', async () => {
    const person = await member('rosa@example.com');
    for (let attempt = 0; attempt < 6; attempt += 1)
      await new Person(application).signIn('rosa@example.com', 'wrong wrong wrong');
    expect((await new Person(application).signIn('rosa@example.com', goodPassword)).status).toBe(429);
    const token = await requestReset('rosa@example.com');
    const before = application.mails.length;
    expect((await complete(token)).status).toBe(204);
    expect((await complete(token)).status).toBe(401);
    expect((await person.refresh()).status).toBe(401);
    expect((await person.ask('GET', '/me/sessions')).status).toBe(401);
    expect((await new Person(application).signIn('rosa@example.com', otherPassword)).status).toBe(200);
    expect((await new Person(application).signIn('rosa@example.com', goodPassword)).status).toBe(401);
    expect(await auditActions(application)).toEqual(
      expect.arrayContaining(['password.reset-requested', 'password.changed', 'session.ended']),
    );
    await mailCount(before + 1);
    expect(application.mails.at(-1)?.subject).toBe('Your password was changed');
  });

  test('answers the same without an account, and sends nothing then', async () => {
    const before = application.mails.length;
    const known = await post('/auth/password-resets', { email: 'admin@example.com' });
    const unknown = await post('/auth/password-resets', { email: 'nobody@example.com' });
    expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
    await mailCount(before + 1);
    expect(application.mails.slice(before).map(({ to }) => to)).toEqual(['admin@example.com']);
  });

  test('link is over after half an hour, void after another one was used, and never in the log', async () => {
    await member('joan@example.com');
    const [first, second] = [await requestReset('joan@example.com'), await requestReset('joan@example.com')];
    expect(application.logged.join('\n')).not.toContain(first);
    expect((await complete(second)).status).toBe(204);
    expect((await complete(first)).status).toBe(401);
    const third = await requestReset('joan@example.com');
    clock.advance(30 * 60_000 + 1);
    expect((await complete(third)).status).toBe(401);
  });

  test('refuses a weak password and one made of the name, and keeps the link good', async () => {
    await member('dorothy.vaughan@example.com');
    const token = await requestReset('dorothy.vaughan@example.com');
    expect((await complete(token, 'dorothyvaughan1')).status).toBe(422);
    expect((await complete(token)).status).toBe(204);
  });

  test('of a disabled account is not replaced', async () => {
    const person = await member('gone@example.com');
    const token = await requestReset('gone@example.com');
    await application.owner.pool.query("update users set status = 'disabled' where id = $1", [person.session?.user.id]);
    expect((await complete(token)).status).toBe(401);
  });
});
