/** Signing in with a password: the same answer for everything that is wrong, and delays that stop guessing but not the owner. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPasswordDoor } from '../../src/domain/identity/passwords/password-door.ts';
import type { ClientFacts } from '../../src/domain/identity/ports.ts';
import { createSignInService } from '../../src/domain/identity/sign-in/sign-in-service.ts';
import { createPasswordHasher } from '../../src/infrastructure/cryptography/password-hasher.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { createMovableClock } from '../support/movable-clock.ts';
import { type Inside, openInside } from './inside.ts';
import { auditActions, goodPassword, otherPassword, Person } from './people.ts';

const clock = createMovableClock();
let application: TestApplication;
let inside: Inside;
let createdCount = 0;

beforeAll(async () => {
  application = await startTestApplication({ clock, environment: { RISKOPTIMIZER_BCRYPT_ROUNDS: '10' } });
  inside = await openInside(application, { clock });
  await new Person(application).setUp('admin@example.com');
}, 60_000);
afterAll(async () => {
  await inside.close();
  await application.stop();
});
// Whatever was counted in the test before is forgotten after a day.
beforeEach(() => clock.advance(25 * 3_600_000));

/** An account of the role analyst, with an address of its own. */
async function account(password = goodPassword): Promise<{ email: string; userId: string }> {
  const { accounts, door, index, transactions } = inside.foundation;
  createdCount += 1;
  const email = `person${createdCount}@example.com`;
  const userId = `0199f0a0-0000-7000-8000-${String(createdCount).padStart(12, '0')}`;
  const prepared = await door.prepare(password, { email, displayName: 'P', hasSecondFactor: password.length < 15 });
  await transactions.asSystem(async () => {
    await accounts.insertUser({ id: userId, displayName: 'P', role: 'analyst', status: 'active' });
    const emailIndex = index.of('email', email);
    await accounts.insertAccount({ userId, email, emailIndex, passwordChangedAt: clock.now(), ...prepared });
  });
  return { email, userId };
}

describe('signing in', () => {
  test('takes the address in any case and with spaces, and gives a full session', async () => {
    const { email, userId } = await account();
    const person = new Person(application, 'web');
    const answer = await person.signIn(`  ${email.toUpperCase()} `, goodPassword);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      status: 'signed-in',
      assurance: 'full',
      user: { id: userId, role: 'analyst' },
    });
    expect((await person.ask('GET', '/me/sessions')).status).toBe(200);
    expect(await auditActions(application)).toContain('session.signed-in');
  });

  test('a short password, and a role that needs more, only go as far as setting up a second factor', async () => {
    const { email } = await account('nine char');
    expect((await new Person(application).signIn(email, 'nine char')).body).toMatchObject({ assurance: 'enrolment' });
    const admin = new Person(application);
    expect((await admin.signIn('admin@example.com', goodPassword)).body).toMatchObject({ assurance: 'enrolment' });
    expect((await admin.ask('GET', '/me/sessions')).status).toBe(403);
  });

  test('in a browser that is signed in already ends the session before', async () => {
    const { email } = await account();
    const person = new Person(application, 'web');
    await person.signIn(email, goodPassword);
    const before = person.session?.accessToken ?? '';
    await person.signIn(email, goodPassword);
    expect((await application.ask('GET', '/api/v1/me/sessions', { token: before })).status).toBe(401);
    expect((await person.ask('GET', '/me/sessions')).status).toBe(200);
  });

  test('hashes a password anew when the rounds grew, and signs in all the same', async () => {
    const { email, userId } = await account();
    const read = async () =>
      (await application.owner.pool.query('select password_hash as hash from accounts where user_id = $1', [userId]))
        .rows[0].hash as string;
    const strong = await startTestApplication({
      clock,
      on: application,
      environment: { RISKOPTIMIZER_BCRYPT_ROUNDS: '11' },
    });
    expect(await read()).toContain('$10$');
    expect((await new Person(strong).signIn(email, goodPassword)).status).toBe(200);
    expect(await read()).toContain('$11$');
    expect((await new Person(application).signIn(email, goodPassword)).status).toBe(200);
    await strong.stop();
  });
});

describe('what is wrong', () => {
  test('has one answer: unknown, wrong, disabled, pending; the trail knows which', async () => {
    const [wrong, disabled, pending] = [await account(), await account(), await account()];
    const setStatus = (status: string, userId: string) =>
      application.owner.pool.query('update users set status = $1 where id = $2', [status, userId]);
    await setStatus('disabled', disabled.userId);
    await setStatus('pending', pending.userId);
    const answers = [
      await new Person(application).signIn('nobody@example.com', goodPassword),
      await new Person(application).signIn(wrong.email, otherPassword),
      await new Person(application).signIn(disabled.email, goodPassword),
      await new Person(application).signIn(pending.email, goodPassword),
    ];
    const plain = answers.map(({ status, body }) => ({ status, body: { ...body, requestId: '' } }));
    expect(plain[0]?.status).toBe(401);
    for (const one of plain) expect(one).toEqual(plain[0]);
    for (const answer of answers) expect(answer.headers.getSetCookie()).toEqual([]);
    const { rows } = await application.owner.pool.query<{ content: string }>(
      "select content from audit_entries where action = 'session.sign-in-refused' order by sequence desc limit 4",
    );
    const trail = rows.map(({ content }) => content).join('\n');
    for (const reason of ['account-unknown', 'password-wrong', 'account-disabled', 'account-pending'])
      expect(trail).toContain(reason);
    expect(trail).not.toContain(wrong.email);
    expect(trail).not.toContain(otherPassword);
  });

  test('takes one time, whether there is an account or not', async () => {
    const people = await Promise.all(Array.from({ length: 20 }, () => account()));
    const timed = async (email: string) => {
      // The address has failed often by now, and would have to wait.
      clock.advance(16 * 60_000);
      const began = performance.now();
      expect((await new Person(application).signIn(email, otherPassword)).status).toBe(401);
      return performance.now() - began;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (const [index, { email }] of people.entries()) {
      known.push(await timed(email));
      unknown.push(await timed(`nobody${index}@example.com`));
    }
    // The quickest of each: whatever else runs on this machine only makes answers slower. A hash of ten rounds takes about
    // 60 ms, so without one the answer would come in a fraction.
    const ratio = Math.min(...unknown) / Math.min(...known);
    expect(ratio).toBeGreaterThan(0.7);
    expect(ratio).toBeLessThan(1.4);
  }, 60_000);

  test('body, types and unknown fields are refused with the place, and nothing is guessed', async () => {
    const person = new Person(application);
    for (const json of [
      { email: null, password: 'x' },
      { email: 'a@example.com', password: 7 },
      { email: 'a@example.com', password: 'x', isAdmin: true },
      { email: ['a@example.com'], password: 'x' },
    ])
      expect((await person.ask('POST', '/auth/sign-in', json)).status).toBe(400);
  });
});

describe('guessing', () => {
  /** A sign-in without HTTP whose hashing costs nothing and is counted. */
  function cheapSignIn() {
    const hasher = createPasswordHasher({ peppers: application.parts.secrets.passwordPeppers, rounds: 10 });
    let hashedCount = 0;
    const counting = {
      ...hasher,
      verify: async (password: string, hash: string) => {
        hashedCount += 1;
        return password === goodPassword ? hasher.verify(password, hash) : { matches: false, needsRehash: false };
      },
      verifyNothing: async () => {
        hashedCount += 1;
      },
    };
    const { foundation } = inside;
    const noFactors = { methodsOf: async () => [], beginSecondFactor: () => Promise.reject(new Error('none')) };
    const signIn = createSignInService({
      ...foundation,
      factors: noFactors,
      hasher: counting,
      door: createPasswordDoor({ ...foundation, hasher: counting }),
    });
    return {
      hashed: () => hashedCount,
      tryOnce: async (email: string, password: string, from: Partial<ClientFacts>) => {
        const client: ClientFacts = {
          client: 'web',
          device: 'test',
          address: null,
          deviceToken: null,
          replacedToken: null,
          ...from,
        };
        return signIn.signIn({ email, password }, client).then(
          ({ kind }) => kind,
          (error: { code?: string }) => error.code ?? 'defect',
        );
      },
    };
  }

  test('10 000 tries on one account from anywhere reach the hash at most 100 times, and the owner still gets in', async () => {
    const { email } = await account();
    const owner = new Person(application, 'web');
    expect((await owner.signIn(email, goodPassword)).status).toBe(200);
    const deviceToken = [...owner.cookies].find(([name]) => name.endsWith('-device'))?.[1] ?? '';
    expect(deviceToken).toMatch(/^[\w-]{43}$/);
    const { hashed, tryOnce } = cheapSignIn();
    const verdicts = new Map<string, number>();
    for (let batch = 0; batch < 1_000; batch += 1) {
      clock.advance(10_000);
      const address = `10.${batch % 250}.${Math.floor(batch / 250)}.7`;
      const ten = Array.from({ length: 10 }, (_, index) => tryOnce(email, `guess ${batch} ${index}`, { address }));
      for (const verdict of await Promise.all(ten)) verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    }
    expect(hashed()).toBeGreaterThan(10);
    expect(hashed()).toBeLessThanOrEqual(100);
    expect(verdicts.get('sign-in-refused')).toBe(hashed());
    expect(verdicts.get('rate-limited')).toBe(10_000 - hashed());
    // Unknown devices wait, the known one does not, and its success does not open the door to the others.
    const blocked = await new Person(application).signIn(email, goodPassword);
    expect(blocked.status).toBe(429);
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(blocked.headers.get('retry-after'))).toBeLessThanOrEqual(900);
    expect(await tryOnce(email, goodPassword, { address: '10.0.0.7', deviceToken })).toBe('signed-in');
    expect((await new Person(application).signIn(email, goodPassword)).status).toBe(429);
    // And an unknown device gets in when the delay is over.
    clock.advance(901_000);
    expect((await new Person(application).signIn(email, goodPassword)).status).toBe(200);
  }, 180_000);

  test('2 000 at the same time reach it four times and once more', async () => {
    const { email } = await account();
    const { hashed, tryOnce } = cheapSignIn();
    const verdicts: string[] = [];
    for (let batch = 0; batch < 20; batch += 1) {
      const some = Array.from({ length: 100 }, (_, index) => tryOnce(email, `guess ${batch} ${index}`, {}));
      verdicts.push(...(await Promise.all(some)));
      if (batch === 0) expect(hashed()).toBe(5);
    }
    expect(verdicts.filter((verdict) => verdict === 'defect')).toEqual([]);
    expect(hashed()).toBeLessThanOrEqual(12);
  }, 120_000);

  test('of one address at many accounts is slowed down as well, by network for IPv6', async () => {
    const { hashed, tryOnce } = cheapSignIn();
    for (let attempt = 0; attempt < 1_000; attempt += 1) {
      clock.advance(100);
      await tryOnce(`stuffed${attempt}@example.com`, 'guess', { address: `2001:db8:1:2::${attempt.toString(16)}` });
    }
    expect(hashed()).toBeGreaterThanOrEqual(20);
    expect(hashed()).toBeLessThanOrEqual(30);
    expect(await tryOnce('elsewhere@example.com', 'guess', { address: '2001:db8:1:3::1' })).toBe('sign-in-refused');
  }, 60_000);

  test('of many addresses at many accounts has a limit in all, which known devices do not feel', async () => {
    const { email } = await account();
    const owner = new Person(application, 'web');
    await owner.signIn(email, goodPassword);
    const deviceToken = [...owner.cookies].find(([name]) => name.endsWith('-device'))?.[1] ?? '';
    const { hashed, tryOnce } = cheapSignIn();
    for (let attempt = 0; attempt < 400; attempt += 1)
      await tryOnce(`many${attempt}@example.com`, 'guess', {
        address: `10.9.${attempt % 200}.${Math.floor(attempt / 200)}`,
      });
    expect(hashed()).toBeLessThanOrEqual(240);
    expect(await tryOnce(email, goodPassword, { deviceToken, address: '10.9.1.1' })).toBe('signed-in');
  }, 60_000);

  test('a wrong password at the other doors counts in the same counter', async () => {
    const { email, userId } = await account();
    const client = { client: 'web', device: '', address: null, deviceToken: null, replacedToken: null } as const;
    for (let attempt = 0; attempt < 5; attempt += 1)
      expect(await inside.foundation.door.matches(userId, otherPassword, client)).toBe(false);
    await expect(inside.foundation.door.matches(userId, goodPassword, client)).rejects.toMatchObject({
      code: 'rate-limited',
    });
    expect((await new Person(application).signIn(email, goodPassword)).status).toBe(429);
    clock.advance(1_100);
    expect(await inside.foundation.door.matches(userId, goodPassword, client)).toBe(true);
    expect((await new Person(application).signIn(email, goodPassword)).status).toBe(200);
  });
});
