/** Wrong codes are counted on the account: whatever door they come to, and however often a sign-in begins anew. */
import { assert, asyncProperty, constantFrom, array as listOf } from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { delaySeconds } from '../../src/domain/identity/factors/attempts.ts';
import { auditOf, type Holder, type Holders, startWithHolders } from './account-holder.ts';
import { SoftwareAuthenticator } from './software-authenticator.ts';

let holders: Holders;
beforeAll(async () => {
  holders = await startWithHolders();
}, 120_000);
afterAll(() => holders.stop());

const longMs = 17 * 60_000;
const noCode = '00000-00000-00000-00000';

/** Somebody with an authenticator app, a passkey and a session. */
async function withFactors(): Promise<{ holder: Holder; key: SoftwareAuthenticator }> {
  const holder = await holders.holder();
  const key = new SoftwareAuthenticator(holders.named.address);
  await holder.enterPassword();
  await holder.enrolTotp();
  expect((await holder.addPasskey(key)).status).toBe(201);
  return { holder, key };
}

/** Every door that takes a code or the like; each is given a wrong one. */
const doors: Record<string, (holder: Holder) => Promise<{ status: number; headers: Headers }>> = {
  'sign-in by code': async (holder) => {
    const other = holder.elsewhere();
    return other.giveFactor('totp', holder.wrongCode(), await other.challengeToken());
  },
  'sign-in by recovery code': async (holder) => {
    const other = holder.elsewhere();
    return other.giveFactor('recovery-code', noCode, await other.challengeToken());
  },
  'sign-in by passkey': async (holder) => {
    const other = holder.elsewhere();
    return other.signInWithPasskey(new SoftwareAuthenticator(holders.named.address), {}, await other.challengeToken());
  },
  'confirmation by code': (holder) => holder.stepUp({ method: 'totp', code: holder.wrongCode() }),
  'confirmation by recovery code': (holder) => holder.stepUp({ method: 'recovery-code', code: noCode }),
  'confirmation by passkey': async (holder) => {
    const { challengeId, options } = (await holder.passkeyChallenge()).body;
    const response = new SoftwareAuthenticator(holders.named.address).get(options as never);
    return holder.stepUp({ method: 'passkey', challengeId, response });
  },
};
const doorNames = Object.keys(doors);

/** Seconds until the next try, while none is looked at. */
async function waitOf(holder: Holder): Promise<number> {
  const { status, headers } = await holder.stepUp({ method: 'recovery-code', code: noCode });
  expect(status).toBe(429);
  return Number(headers.get('retry-after'));
}

describe('wrong codes', () => {
  test.each(doorNames)(
    'given at the door "%s" close every other door, and say for how long',
    async (name) => {
      const { holder } = await withFactors();
      for (let count = 1; count <= 5; count += 1) expect((await doors[name]!(holder)).status).toBe(401);
      const first = await waitOf(holder);
      expect(first).toBeGreaterThan(0);
      expect(first).toBeLessThanOrEqual(30);
      // Then the time doubles; after four more it is minutes, however slow the machine is that tries all doors.
      for (let seconds = first; seconds < 300; seconds = await waitOf(holder)) {
        holder.clock.advance(seconds * 1000);
        await holder.refresh();
        expect((await doors[name]!(holder)).status).toBe(401);
      }
      for (const other of doorNames) expect((await doors[other]!(holder)).status, other).toBe(429);
      // The right one is not looked at either: nobody learns whether it was.
      expect((await holder.stepUp({ method: 'totp', code: holder.code() })).status).toBe(429);
      const reasons = (await auditOf(holders.application, holder.userId)).map(({ entry }) => entry.reason);
      expect(reasons.filter((reason) => reason === 'too-many-failures').length).toBeGreaterThan(doorNames.length);
      holder.clock.advance((await waitOf(holder)) * 1000);
      await holder.refresh();
      expect((await holder.stepUp({ method: 'totp', code: holder.code() })).status).toBe(200);
      expect((await doors[name]!(holder)).status).toBe(401);
    },
    120_000,
  );

  test('given during enrolment count as well', async () => {
    const holder = await holders.holder();
    const key = new SoftwareAuthenticator(holders.named.address);
    await holder.enterPassword();
    await holder.addPasskey(key);
    holder.totpSecret = (await holder.ask<{ secret: string }>('POST', '/me/totp')).body.secret;
    for (let count = 1; count <= 5; count += 1)
      expect((await holder.ask('POST', '/me/totp/confirm', { code: holder.wrongCode() })).status).toBe(400);
    expect((await holder.ask('POST', '/me/totp/confirm', { code: holder.code() })).status).toBe(429);
    expect((await doors['confirmation by recovery code']!(holder)).status).toBe(429);
    // A secret of one's own proves nothing: beside another factor its code gives no tries back.
    holder.clock.advance(30_000);
    expect((await holder.ask('POST', '/me/totp/confirm', { code: holder.code() })).status).toBe(200);
    const answer = await doors['confirmation by recovery code']!(holder);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(30);
  });

  test('in a flood are not looked at more often than one after the other', async () => {
    const { holder } = await withFactors();
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => holder.stepUp({ method: 'recovery-code', code: noCode })),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(35);
  });

  test('of somebody who knows the password do not keep the owner of a passkey out', async () => {
    const { holder, key } = await withFactors();
    for (let count = 1; count <= 5; count += 1) await doors['sign-in by code']!(holder);
    expect((await doors['sign-in by code']!(holder)).status).toBe(429);
    expect((await holder.elsewhere().signInWithPasskey(key)).status).toBe(200);
  });

  test('follow the rule of the delays whatever comes in whatever order', async () => {
    const { holder } = await withFactors();
    const step = constantFrom('wrong code', 'wrong recovery code', 'right code', 'wait a little', 'wait long');
    await assert(
      asyncProperty(listOf(step, { minLength: 8, maxLength: 16 }), async (steps) => {
        // What was before is over: a right code after the longest delay that so few steps lead to.
        holder.clock.advance(longMs);
        await holder.signInFully();
        let failures = 0;
        let openAt = 0;
        for (const one of steps) {
          if (one === 'wait a little' || one === 'wait long') {
            holder.clock.advance(one === 'wait long' ? longMs : 31_000);
            await holder.refresh();
          } else {
            const now = holder.clock.now().getTime();
            const isClosed = now < openAt;
            const isRight = one === 'right code';
            const answer = await (isRight
              ? holder.stepUp({ method: 'totp', code: holder.code() })
              : holder.stepUp(
                  one === 'wrong code'
                    ? { method: 'totp', code: holder.wrongCode() }
                    : { method: 'recovery-code', code: noCode },
                ));
            expect(answer.status).toBe(isClosed ? 429 : isRight ? 200 : 401);
            if (isClosed) continue;
            failures = isRight ? 0 : failures + 1;
            // The server read its clock a moment later; a second is less than every wait here.
            openAt = isRight ? 0 : now + delaySeconds(failures) * 1000 + (failures > 4 ? 500 : 0);
            if (isRight) holder.clock.advance(30_000);
          }
        }
      }),
      { numRuns: 12 },
    );
  }, 240_000);
});
