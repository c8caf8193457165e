/** Passkeys: real WebAuthn answers of a software authenticator, right ones and every wrong one. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditOf, Holder, type Holders, startWithHolders } from './account-holder.ts';
import {
  type Deviation,
  type RegistrationOptions,
  type SignInOptions,
  SoftwareAuthenticator,
} from './software-authenticator.ts';

let holders: Holders;
let origin: string;
beforeAll(async () => {
  holders = await startWithHolders();
  origin = holders.named.address;
}, 120_000);
afterAll(() => holders.stop());

async function withPasskey(counter = 1): Promise<{ holder: Holder; key: SoftwareAuthenticator }> {
  const holder = await holders.holder();
  const key = new SoftwareAuthenticator(origin, counter);
  await holder.enterPassword();
  expect((await holder.addPasskey(key)).status).toBe(201);
  holder.session = null;
  return { holder, key };
}

const wrongWays: readonly (readonly [string, Deviation])[] = [
  ['another origin', { origin: 'http://evil.localhost:1' }],
  ['another type', { type: 'payment.get' }],
  ['another challenge', { challenge: Buffer.alloc(32, 7).toString('base64url') }],
  ['another domain', { rpId: 'example.com' }],
  ['nobody who unlocked the device', { isUnverified: true }],
];

describe('adding a passkey', () => {
  test('asks for an unlocked device, tells no more than needed, and brings recovery codes with the first one', async () => {
    const holder = await holders.holder();
    await holder.enterPassword();
    const { options } = (await holder.beginPasskey()).body;
    expect(options).toMatchObject({
      attestation: 'none',
      rp: { id: 'localhost', name: 'RiskOptimizer' },
      user: { name: holder.email },
      authenticatorSelection: { userVerification: 'required', residentKey: 'required' },
      excludeCredentials: [],
    });
    const key = new SoftwareAuthenticator(origin);
    expect((await holder.addPasskey(key, {}, 'Blue key')).body.recoveryCodes).toHaveLength(10);
    const second = new SoftwareAuthenticator(origin);
    expect(await holder.addPasskey(second)).toMatchObject({ status: 201, body: { recoveryCodes: [] } });
    const factors = await holder.ask<{ passkeys: { name: string }[] }>('GET', '/me/factors');
    expect(factors.body.passkeys).toMatchObject([
      { name: 'Blue key', lastUsedAt: null, backedUp: false },
      { name: 'Key' },
    ]);
    expect((await holder.beginPasskey()).body.options).toMatchObject({
      excludeCredentials: [{ id: key.id }, { id: second.id }],
    });
    expect(await holder.addPasskey(key)).toMatchObject({ status: 409, body: { code: 'already-exists' } });
  });

  test.each(wrongWays)('is refused with %s, and its challenge is used up', async (_, wrong) => {
    const holder = await holders.holder();
    await holder.enterPassword();
    const key = new SoftwareAuthenticator(origin);
    const begun = (await holder.beginPasskey()).body;
    const options = begun.options as unknown as RegistrationOptions;
    const send = (deviation: Deviation) =>
      holder.ask('POST', '/me/passkeys', {
        challengeId: begun.challengeId,
        name: 'Key',
        response: key.create(options, deviation),
      });
    expect(await send(wrong)).toMatchObject({ status: 400, body: { errors: [{ field: '/response' }] } });
    expect((await send({})).status).toBe(400);
    expect((await holder.ask('GET', '/me/factors')).body).toMatchObject({ passkeys: [] });
  });

  test('is refused with the challenge of somebody else, an old one, or nonsense', async () => {
    const [holder, other] = [await holders.holder(), await holders.holder()];
    await holder.enterPassword();
    await other.enterPassword();
    const key = new SoftwareAuthenticator(origin);
    const register = async (challengeId: string, options: unknown) =>
      (
        await holder.ask('POST', '/me/passkeys', {
          challengeId,
          name: 'Key',
          response: key.create(options as RegistrationOptions),
        })
      ).status;
    const foreign = (await other.beginPasskey()).body;
    expect(await register(foreign.challengeId, foreign.options)).toBe(400);
    const old = (await holder.beginPasskey()).body;
    holders.clock.advance(5 * 60_000 + 1);
    expect(await register(old.challengeId, old.options)).toBe(400);
    const signIn = (await holder.passkeyChallenge()).body;
    expect(await register(signIn.challengeId, { ...signIn.options, rp: { id: 'localhost' }, user: { id: 'AA' } })).toBe(
      400,
    );
    for (const response of [
      {},
      { id: 1 },
      { id: 'x', rawId: 'x', type: 'public-key', response: null },
      { response: { attestationObject: 'AAAA' } },
    ]) {
      const { challengeId } = (await holder.beginPasskey()).body;
      const answer = await holder.ask('POST', '/me/passkeys', { challengeId, name: 'Key', response });
      expect(answer.status).toBe(400);
    }
  });

  test('is not possible under an IP address, and the answer says where it is', async () => {
    const holder = await holders.holder();
    await holder.enterPassword();
    const byAddress = new Holder(holders.application, holders.clock, holder);
    byAddress.session = holder.session;
    const refused = { status: 409, body: { code: 'state-conflict', detail: expect.stringContaining('localhost') } };
    expect(await byAddress.beginPasskey()).toMatchObject(refused);
    expect(await byAddress.passkeyChallenge()).toMatchObject(refused);
  });
});

describe('signing in with a passkey', () => {
  test('needs no name and no password, and counts as both factors', async () => {
    const { holder, key } = await withPasskey();
    const answer = await holder.signInWithPasskey(key);
    expect(answer).toMatchObject({ status: 200, body: { assurance: 'full', user: { id: holder.userId } } });
    holder.session = answer.body;
    const factors = await holder.ask<{ passkeys: { lastUsedAt: string }[] }>('GET', '/me/factors');
    expect(factors.body.passkeys[0]!.lastUsedAt).not.toBeNull();
  });

  test.each([
    ...wrongWays,
    ['the signature of another key', { key: new SoftwareAuthenticator('').privateKey }] as const,
    ['the name of somebody else', { userHandle: Buffer.alloc(16, 1).toString('base64url') }] as const,
    ['no name', { userHandle: '' }] as const,
  ])('is refused with %s, in the same words', async (_, wrong) => {
    const { holder, key } = await withPasskey();
    const refused = await holder.signInWithPasskey(key, wrong);
    const unknown = await holder.signInWithPasskey(new SoftwareAuthenticator(origin));
    expect(refused.status).toBe(401);
    expect({ ...refused.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
    expect((await holder.signInWithPasskey(key)).status).toBe(200);
  });

  test('uses its challenge once: of ten copies of the answer at the same time one signs in, and none later', async () => {
    const { holder, key } = await withPasskey();
    const { challengeId, options } = (await holder.passkeyChallenge()).body;
    const response = key.get(options as unknown as SignInOptions);
    const answers = await Promise.all(Array.from({ length: 10 }, () => holder.answerPasskey(challengeId, response)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await holder.answerPasskey(challengeId, response)).status).toBe(401);
    const late = (await holder.passkeyChallenge()).body;
    holders.clock.advance(5 * 60_000 + 1);
    expect(
      (await holder.answerPasskey(late.challengeId, key.get(late.options as unknown as SignInOptions))).status,
    ).toBe(401);
  });

  test('is refused when the counter goes back, which a copy of the key does, and audited', async () => {
    const { holder, key } = await withPasskey(10);
    expect((await holder.signInWithPasskey(key)).status).toBe(200);
    for (const counter of [11, 10, 0]) expect((await holder.signInWithPasskey(key, { counter })).status).toBe(401);
    expect((await holder.signInWithPasskey(key)).status).toBe(200);
    const refusals = (await auditOf(holders.application, holder.userId)).filter(({ result }) => result === 'refused');
    expect(refusals.map(({ entry }) => entry.reason)).toEqual(Array(3).fill('passkey-counter-regressed'));
  });

  test('is refused with a challenge that was given for something else', async () => {
    const { holder, key } = await withPasskey();
    holder.session = (await holder.signInWithPasskey(key)).body;
    const { challengeId, options } = (await holder.beginPasskey()).body;
    const { challenge } = options as unknown as SignInOptions;
    const response = key.get({ challenge, rpId: 'localhost' });
    expect((await holder.answerPasskey(challengeId, response)).status).toBe(401);
    expect((await holder.stepUp({ method: 'passkey', challengeId, response })).status).toBe(401);
    const token = await holder.elsewhere().challengeToken();
    expect((await holder.answerPasskey(token, response)).status).toBe(401);
  });

  test('works with a key that does not count', async () => {
    const { holder, key } = await withPasskey(0);
    expect((await holder.signInWithPasskey(key)).status).toBe(200);
    expect((await holder.signInWithPasskey(key)).status).toBe(200);
  });

  test('is refused to a disabled account and after the passkey was removed', async () => {
    const { holder, key } = await withPasskey();
    holder.session = (await holder.signInWithPasskey(key)).body;
    const { passkeys } = (await holder.ask<{ passkeys: { id: string }[] }>('GET', '/me/factors')).body;
    const path = `/me/passkeys/${passkeys[0]!.id}`;
    const stranger = await holders.holder();
    await stranger.enterPassword();
    expect((await stranger.ask('DELETE', path)).status).toBe(404);
    expect((await holder.ask('DELETE', path)).status).toBe(204);
    expect((await holder.ask('GET', '/me/factors')).body).toMatchObject({ passkeys: [], recoveryCodesLeft: 0 });
    expect((await holder.signInWithPasskey(key)).status).toBe(401);

    const disabled = await withPasskey();
    const { owner } = holders.application;
    await owner.pool.query("update users set status = 'disabled' where id = $1", [disabled.holder.userId]);
    expect((await disabled.holder.signInWithPasskey(disabled.key)).status).toBe(401);
  });
});

describe('a passkey as the second factor', () => {
  test('completes the sign-in it was asked for, and no other', async () => {
    const { holder, key } = await withPasskey();
    const token = await holder.challengeToken();
    const challenge = (await holder.passkeyChallenge(token)).body;
    expect(challenge.options).toMatchObject({ allowCredentials: [{ id: key.id }], userVerification: 'required' });
    const done = await holder.answerPasskey(
      challenge.challengeId,
      key.get(challenge.options as unknown as SignInOptions),
    );
    expect(done).toMatchObject({ status: 200, body: { assurance: 'full' } });
    expect((await holder.signInWithPasskey(key, {}, token).catch(() => ({ status: 401 }))).status).toBe(401);
    expect((await holder.passkeyChallenge(token)).status).toBe(401);
  });

  test('of somebody else is refused and counted', async () => {
    const [owner, thief] = [await withPasskey(), await withPasskey()];
    const token = await owner.holder.challengeToken();
    const counted = async () => {
      const asked = 'select coalesce(sum(failures), 0)::int as failures from sign_in_throttles';
      return (await holders.application.owner.pool.query<{ failures: number }>(asked)).rows[0]!.failures;
    };
    const before = await counted();
    expect((await owner.holder.signInWithPasskey(thief.key, {}, token)).status).toBe(401);
    expect(await counted()).toBe(before + 1);
    expect((await owner.holder.signInWithPasskey(owner.key, {}, token)).status).toBe(200);
  });

  test('cannot be asked for where there is none', async () => {
    const holder = await holders.holder();
    await holder.enterPassword();
    await holder.enrolTotp();
    expect((await holder.passkeyChallenge(await holder.elsewhere().challengeToken())).status).toBe(401);
    expect((await holder.passkeyChallenge('A'.repeat(43))).status).toBe(401);
  });
});
