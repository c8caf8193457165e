/** Confirming that it is you: what it takes, how long it counts, and for whom. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditOf, failOften, Holder, type Holders, startWithHolders } from './account-holder.ts';
import { type SignInOptions, SoftwareAuthenticator } from './software-authenticator.ts';

let holders: Holders;
beforeAll(async () => {
  holders = await startWithHolders();
}, 120_000);
afterAll(() => holders.stop());

const keyInput = { name: 'Script', scopes: ['portfolio:read'] };
const needed = { status: 403, body: { code: 'step-up-required' } };
const tenMinutes = 10 * 60_000;

/** First, as there is no demo any more once somebody has an account. */
test('the demo user has nothing to confirm with, and no account to change', async () => {
  const demo = new Holder(holders.named, holders.clock, { userId: '', email: '', password: '' });
  await demo.startDemo();
  const refused = { status: 403, body: { code: 'permission-denied' } };
  for (const [method, path, json] of [
    ['POST', '/auth/step-up', { method: 'password', password: 'whatever it is' }],
    ['PATCH', '/me', { displayName: 'Somebody' }],
    ['POST', '/me/password', { currentPassword: 'a', newPassword: 'b' }],
    ['GET', '/me/factors'],
    ['POST', '/me/totp'],
    ['GET', '/me/api-keys'],
  ] as const) {
    expect(await demo.ask(method, path, json)).toMatchObject(refused);
  }
  const account = await demo.ask('GET', '/me');
  expect(account).toMatchObject({
    status: 200,
    body: { isDemo: true, hasDemo: true, email: null, factors: [], secondFactorRequired: false, assurance: 'full' },
  });
  expect(await demo.ask('POST', '/me/demo')).toMatchObject({ status: 409, body: { code: 'state-conflict' } });
});

describe('a sensitive change', () => {
  test('needs a proof of the last ten minutes, of this session; the password gives one where there is no factor', async () => {
    const holder = await holders.holder();
    await holder.enterPassword();
    const elsewhere = holder.elsewhere();
    await elsewhere.enterPassword();
    expect((await holder.ask('POST', '/me/api-keys', keyInput)).status).toBe(201);
    holder.clock.advance(tenMinutes + 1000);
    await holder.refresh();
    await elsewhere.refresh();
    expect(await holder.ask('POST', '/me/api-keys', keyInput)).toMatchObject(needed);
    expect(await holder.stepUp({ method: 'password', password: 'not the password' })).toMatchObject({
      status: 401,
      body: { code: 'sign-in-refused' },
    });
    const answer = await holder.stepUp({ method: 'password', password: holder.password });
    expect(answer.status).toBe(200);
    const until = new Date(answer.body.confirmedUntil).getTime() - holder.clock.now().getTime();
    expect(until).toBeGreaterThan(tenMinutes - 10_000);
    expect(until).toBeLessThanOrEqual(tenMinutes);
    expect((await holder.ask('GET', '/me')).body).toMatchObject({ confirmedUntil: answer.body.confirmedUntil });
    expect((await holder.ask('POST', '/me/api-keys', keyInput)).status).toBe(201);
    expect(await elsewhere.ask('POST', '/me/api-keys', keyInput)).toMatchObject(needed);
    holder.clock.advance(tenMinutes);
    expect(await holder.ask('POST', '/me/api-keys', keyInput)).toMatchObject(needed);
    const trail = await auditOf(holders.application, holder.userId);
    expect(trail.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['session.confirmation-refused', 'session.confirmed']),
    );
    const confirmed = trail.find(({ action }) => action === 'session.confirmed')!;
    expect(confirmed.entry).toMatchObject({ sessionId: holder.session!.sessionId, after: { method: 'password' } });
  });

  test('is needed to end a session of the list, and not to end one’s own or all of them', async () => {
    const holder = await holders.holder();
    await holder.enterPassword();
    const elsewhere = holder.elsewhere();
    await elsewhere.enterPassword();
    holder.clock.advance(tenMinutes + 1000);
    await holder.refresh();
    await elsewhere.refresh();
    const address = `/me/sessions/${elsewhere.session!.sessionId}`;
    expect(await holder.ask('DELETE', address)).toMatchObject(needed);
    expect((await elsewhere.ask('GET', '/me')).status).toBe(200);
    await holder.stepUp({ method: 'password', password: holder.password });
    expect((await holder.ask('DELETE', address)).status).toBe(204);
    expect((await elsewhere.ask('GET', '/me')).status).toBe(401);
    expect((await holder.ask('GET', '/me')).status).toBe(200);
    expect((await holder.ask('DELETE', address)).status).toBe(404);
    expect((await holder.ask('DELETE', '/me/sessions/0199f0a0-0000-7000-8000-000000000000')).status).toBe(404);
    holder.clock.advance(tenMinutes);
    // Whoever loses a device in a hurry is asked for nothing, and whoever takes one over gains nothing by it.
    expect((await holder.ask('POST', '/auth/sign-out-everywhere')).status).toBe(204);
    expect((await holder.ask('GET', '/me')).status).toBe(401);
  });

  test('is not confirmed by the password where there is a second factor, but by each of the others', async () => {
    const holder = await holders.holder();
    const key = new SoftwareAuthenticator(holders.named.address);
    await holder.enterPassword();
    await holder.enrolTotp();
    await holder.addPasskey(key);
    const passkey = async () => {
      const { challengeId, options } = (await holder.passkeyChallenge()).body;
      return { method: 'passkey', challengeId, response: key.get(options as unknown as SignInOptions) };
    };
    const ways = [
      async () => ({ method: 'totp', code: holder.code() }),
      async () => ({ method: 'recovery-code', code: holder.recoveryCodes[0] }),
      passkey,
    ];
    for (const way of ways) {
      holder.clock.advance(tenMinutes);
      await holder.refresh();
      expect(await holder.ask('POST', '/me/api-keys', keyInput)).toMatchObject(needed);
      // Right or wrong: whoever has the session learns nothing about the password.
      for (const password of [holder.password, 'a wrong password'])
        expect(await holder.stepUp({ method: 'password', password })).toMatchObject({
          status: 401,
          body: { detail: expect.stringContaining('second factor') },
        });
      const proof = await way();
      expect((await holder.stepUp(proof)).status).toBe(200);
      expect((await holder.ask('POST', '/me/api-keys', keyInput)).status).toBe(201);
      expect((await holder.stepUp(proof)).status).toBe(401);
    }
  });

  test('is not confirmed by the passkey of somebody else, nor by a challenge of a sign-in', async () => {
    const [holder, other] = [await holders.holder(), await holders.holder()];
    const [key, foreign] = [0, 1].map(() => new SoftwareAuthenticator(holders.named.address)) as [
      SoftwareAuthenticator,
      SoftwareAuthenticator,
    ];
    await holder.enterPassword();
    await holder.addPasskey(key);
    await other.enterPassword();
    await other.addPasskey(foreign);
    const answer = async (authenticator: SoftwareAuthenticator, token: string | null) => {
      const { challengeId, options } = (await holder.passkeyChallenge(token)).body;
      const response = authenticator.get(options as unknown as SignInOptions);
      return (await holder.stepUp({ method: 'passkey', challengeId, response })).status;
    };
    expect(await answer(foreign, null)).toBe(401);
    expect(await answer(key, await holder.elsewhere().challengeToken())).toBe(401);
    expect(await answer(key, null)).toBe(200);
  });

  test('guessing the password here counts like guessing it at the sign-in', async () => {
    const holder = await holders.holder();
    await holder.enterPassword();
    await failOften(holder.clock, () => holder.stepUp({ method: 'password', password: 'a wrong password' }));
    expect((await holder.stepUp({ method: 'password', password: holder.password })).status).toBe(429);
    const elsewhere = holder.elsewhere();
    expect((await elsewhere.enterPassword()).status).toBe(429);
    holder.clock.advance(3_600_000);
  });
});
