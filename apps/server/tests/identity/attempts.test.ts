/** Where wrong codes are counted, for how long they hold up whom, and that they hold up nobody else. */
import { assert, asyncProperty, constantFrom, array as listOf } from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { delaySeconds } from '../../src/domain/identity/factors/attempts.ts';
import { auditOf, failOften, type Holder, type Holders, startWithHolders } from './account-holder.ts';
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

type Door = (holder: Holder) => Promise<{ status: number; headers: Headers }>;

/** What is wrong at a confirmation, by somebody who is signed in. */
const confirmations: Record<string, Door> = {
  code: (holder) => holder.stepUp({ method: 'totp', code: holder.wrongCode() }),
  'recovery code': (holder) => holder.stepUp({ method: 'recovery-code', code: noCode }),
  passkey: async (holder) => {
    const { challengeId, options } = (await holder.passkeyChallenge()).body;
    const response = new SoftwareAuthenticator(holders.named.address).get(options as never);
    return holder.stepUp({ method: 'passkey', challengeId, response });
  },
};

const guessCode: Door = async (holder) => {
  const other = holder.elsewhere();
  return other.giveFactor('totp', holder.wrongCode(), await other.challengeToken());
};

/** What nobody guesses: it is counted for the address it comes from. */
const longProofs: Record<string, Door> = {
  'recovery code': async (holder) => {
    const other = holder.elsewhere();
    return other.giveFactor('recovery-code', noCode, await other.challengeToken());
  },
  passkey: async (holder) => {
    const other = holder.elsewhere();
    return other.signInWithPasskey(new SoftwareAuthenticator(holders.named.address), {}, await other.challengeToken());
  },
};

/** Somebody with an authenticator app and a browser that signed in fully, here and once more elsewhere. */
async function withKnownDevice(): Promise<Holder> {
  const holder = await holders.holder();
  await holder.enterPassword();
  await holder.enrolTotp();
  const browser = holder.elsewhere('web');
  await browser.signInFully();
  return browser;
}

/** Seconds until the next confirmation, while none is looked at. */
async function waitOf(holder: Holder): Promise<number> {
  const { status, headers } = await confirmations['recovery code']!(holder);
  expect(status).toBe(429);
  return Number(headers.get('retry-after'));
}

async function secondFactorOf(browser: Holder, method: 'totp' | 'recovery-code', code: string) {
  browser.session = null;
  const answer = await browser.giveFactor(method, code, await browser.challengeToken());
  if (answer.status === 200) browser.session = answer.body;
  return answer;
}

describe('wrong proofs at a confirmation', () => {
  test.each(Object.keys(confirmations))(
    'by %s close every other confirmation, say for how long, and no sign-in',
    async (name) => {
      const { holder } = await withFactors();
      for (let count = 1; count <= 5; count += 1) expect((await confirmations[name]!(holder)).status).toBe(401);
      const first = await waitOf(holder);
      expect(first).toBeGreaterThan(0);
      expect(first).toBeLessThanOrEqual(30);
      // Then the time doubles; after four more it is minutes, however slow the machine is that tries all doors.
      for (let seconds = first; seconds < 300; seconds = await waitOf(holder)) {
        holder.clock.advance(seconds * 1000);
        await holder.refresh();
        expect((await confirmations[name]!(holder)).status).toBe(401);
      }
      for (const [other, give] of Object.entries(confirmations)) expect((await give(holder)).status, other).toBe(429);
      // The right one is not looked at either: nobody learns whether it was.
      expect((await holder.stepUp({ method: 'totp', code: holder.code() })).status).toBe(429);
      const reasons = (await auditOf(holders.application, holder.userId)).map(({ entry }) => entry.reason);
      expect(reasons.filter((reason) => reason === 'too-many-failures').length).toBeGreaterThan(3);
      const other = holder.elsewhere();
      expect((await other.giveFactor('totp', other.code(), await other.challengeToken())).status).toBe(200);
      holder.clock.advance((await waitOf(holder)) * 1000);
      await holder.refresh();
      expect((await holder.stepUp({ method: 'totp', code: holder.code() })).status).toBe(200);
      expect((await confirmations[name]!(holder)).status).toBe(401);
    },
    120_000,
  );
});

describe('somebody who knows the password and guesses codes without end', () => {
  test('is delayed on all unknown devices together, for longer and longer, for the right code too', async () => {
    const { holder } = await withFactors();
    for (let count = 1; count <= 5; count += 1) expect((await guessCode(holder)).status).toBe(401);
    let seconds = 30;
    for (let round = 0; round < 4; round += 1) {
      const refused = await guessCode(holder);
      expect(refused.status).toBe(429);
      const wait = Number(refused.headers.get('retry-after'));
      expect(wait).toBeLessThanOrEqual(seconds);
      expect(wait).toBeGreaterThan(seconds - 15);
      const other = holder.elsewhere();
      expect((await other.giveFactor('totp', other.code(), await other.challengeToken())).status).toBe(429);
      holder.clock.advance(wait * 1000);
      expect((await guessCode(holder)).status).toBe(401);
      seconds *= 2;
    }
  }, 120_000);

  test('does not hold up a device that signed in before, nor a confirmation there, by whatever proof', async () => {
    const browser = await withKnownDevice();
    for (let round = 0; round < 8; round += 1) {
      for (let count = 0; count < 5; count += 1) await guessCode(browser);
      expect((await guessCode(browser)).status).toBe(429);
      const proof = round % 2 === 0 ? (['totp', browser.code()] as const) : null;
      const [method, code] = proof ?? (['recovery-code', browser.recoveryCodes[round]!] as const);
      expect((await secondFactorOf(browser, method, code)).status, `${method}, round ${round}`).toBe(200);
      browser.clock.advance(30_000);
      expect((await browser.stepUp({ method: 'totp', code: browser.code() })).status).toBe(200);
      // Until the next delay is over, when the next guess is looked at.
      browser.clock.advance(30_000 * 2 ** round);
    }
    // Nor does a right code of the owner give the guesser new tries.
    expect((await guessCode(browser)).status).not.toBe(200);
    expect((await guessCode(browser)).status).toBe(429);
  }, 120_000);

  test('is not let in by a cookie that the account does not know, or that is another’s', async () => {
    const browser = await withKnownDevice();
    const thief = await withKnownDevice();
    for (let count = 0; count < 5; count += 1) await guessCode(browser);
    const copy = browser.elsewhere('web');
    for (const [name, value] of thief.cookies) copy.cookies.set(name, value);
    expect((await secondFactorOf(copy, 'totp', copy.code())).status).toBe(429);
  });

  test('does not keep a recovery code of a new device out, which nobody can guess', async () => {
    const browser = await withKnownDevice();
    for (let count = 0; count < 6; count += 1) await guessCode(browser);
    const device = browser.elsewhere('web');
    expect((await secondFactorOf(device, 'totp', device.code())).status).toBe(429);
    expect((await secondFactorOf(device, 'recovery-code', browser.recoveryCodes[0]!)).status).toBe(200);
    // It is a known one now.
    expect((await secondFactorOf(device, 'totp', device.code())).status).toBe(200);
  });

  test('is forgotten after a day without a try', async () => {
    const { holder } = await withFactors();
    for (let count = 0; count < 5; count += 1) await guessCode(holder);
    expect((await guessCode(holder)).status).toBe(429);
    holder.clock.advance(86_400_000 + 31_000);
    for (let count = 0; count < 5; count += 1) expect((await guessCode(holder)).status).toBe(401);
    const refused = await guessCode(holder);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(30);
  });
});

describe('wrong codes on a known device', () => {
  test('hold up that device, and an administrator ends the delay there, on new devices and at confirmations', async () => {
    const browser = await withKnownDevice();
    const admin = await holders.holder('admin');
    await admin.enterPassword();
    await admin.enrolTotp();
    for (let count = 0; count < 5; count += 1) {
      await confirmations.code!(browser);
      await guessCode(browser);
    }
    expect((await confirmations.code!(browser)).status).toBe(429);
    for (let count = 0; count < 5; count += 1)
      expect((await secondFactorOf(browser, 'totp', browser.wrongCode())).status).toBe(401);
    expect((await secondFactorOf(browser, 'totp', browser.code())).status).toBe(429);
    expect((await secondFactorOf(browser, 'recovery-code', browser.recoveryCodes[0]!)).status).toBe(429);
    expect((await admin.ask('POST', `/admin/users/${browser.userId}/unlock`)).status).toBe(200);
    expect((await guessCode(browser)).status).toBe(401);
    expect((await secondFactorOf(browser, 'totp', browser.code())).status).toBe(200);
    browser.clock.advance(30_000);
    expect((await browser.stepUp({ method: 'totp', code: browser.code() })).status).toBe(200);
  }, 120_000);
});

describe('wrong proofs that nobody guesses', () => {
  test.each(Object.keys(longProofs))(
    'are counted for the address: by %s twenty are looked at',
    async (name) => {
      const { holder, key } = await withFactors();
      holder.clock.advance(2 * 86_400_000);
      const statuses: number[] = [];
      for (let count = 0; count < 20; count += 1) statuses.push((await longProofs[name]!(holder)).status);
      expect(new Set(statuses)).toEqual(new Set([401]));
      // The first delays are seconds, which a slow machine lets pass between two tries.
      await failOften(holder.clock, () => longProofs[name]!(holder));
      for (const give of Object.values(longProofs)) expect((await give(holder)).status).toBe(429);
      expect((await holder.elsewhere().signInWithPasskey(key)).status).toBe(200);
      const other = holder.elsewhere();
      expect((await other.giveFactor('totp', other.code(), await other.challengeToken())).status).toBe(200);
    },
    120_000,
  );
});

describe('wrong codes', () => {
  test('given during enrolment count as well', async () => {
    const holder = await holders.holder();
    const key = new SoftwareAuthenticator(holders.named.address);
    await holder.enterPassword();
    await holder.addPasskey(key);
    holder.totpSecret = (await holder.ask<{ secret: string }>('POST', '/me/totp')).body.secret;
    for (let count = 1; count <= 5; count += 1)
      expect((await holder.ask('POST', '/me/totp/confirm', { code: holder.wrongCode() })).status).toBe(400);
    expect((await holder.ask('POST', '/me/totp/confirm', { code: holder.code() })).status).toBe(429);
    expect((await confirmations['recovery code']!(holder)).status).toBe(429);
    // A secret of one's own proves nothing: beside another factor its code gives no tries back.
    holder.clock.advance(30_000);
    expect((await holder.ask('POST', '/me/totp/confirm', { code: holder.code() })).status).toBe(200);
    const answer = await confirmations['recovery code']!(holder);
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
    for (let count = 1; count <= 5; count += 1) await guessCode(holder);
    expect((await guessCode(holder)).status).toBe(429);
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
        expect((await holder.stepUp({ method: 'totp', code: holder.code() })).status).toBe(200);
        holder.clock.advance(30_000);
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
