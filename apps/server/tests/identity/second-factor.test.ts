/** The authenticator app and recovery codes: set up, asked for, used once, counted together whatever way they come. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditOf, type Holder, type Holders, otherPassword, startWithHolders } from './account-holder.ts';

let holders: Holders;
beforeAll(async () => {
  holders = await startWithHolders();
}, 120_000);
afterAll(() => holders.stop());

async function withTotp(role?: 'analyst' | 'admin'): Promise<Holder> {
  const holder = await holders.holder(role);
  await holder.enterPassword();
  await holder.enrolTotp();
  return holder;
}

const countOk = (answers: readonly { status: number }[]) => answers.filter(({ status }) => status === 200).length;

describe('setting up an authenticator app', () => {
  test('shows a secret, takes its first code, and brings ten recovery codes', async () => {
    const holder = await holders.holder();
    await holder.enterPassword();
    const begun = await holder.ask<{ secret: string; uri: string }>('POST', '/me/totp');
    expect(begun.status).toBe(200);
    expect(begun.headers.get('cache-control')).toBe('no-store');
    expect(begun.body.uri).toMatch(/^otpauth:\/\/totp\/RiskOptimizer:.*issuer=RiskOptimizer/);
    expect((await holder.ask<{ totp: unknown }>('GET', '/me/factors')).body.totp).toBeNull();

    holder.totpSecret = begun.body.secret;
    const wrong = await holder.ask('POST', '/me/totp/confirm', { code: holder.wrongCode() });
    expect(wrong).toMatchObject({ status: 400, body: { code: 'request-invalid', errors: [{ field: '/code' }] } });
    const right = await holder.ask<{ recoveryCodes: string[] }>('POST', '/me/totp/confirm', { code: holder.code() });
    expect(right.status).toBe(200);
    expect(new Set(right.body.recoveryCodes).size).toBe(10);
    const factors = await holder.ask('GET', '/me/factors');
    expect(factors.body).toMatchObject({
      totp: { enabledAt: expect.any(String) },
      passkeys: [],
      recoveryCodesLeft: 10,
    });
    expect((await holder.ask('POST', '/me/totp')).body).toMatchObject({ code: 'state-conflict' });
    const actions = (await auditOf(holders.application, holder.userId)).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['factor.confirmation-refused', 'factor.added']));
  });

  test('keeps neither the secret nor a recovery code where it could be read', async () => {
    const holder = await withTotp();
    const { rows } = await holders.application.owner.pool.query<{ row: string }>(
      `select accounts::text as row from accounts union all select recovery_codes::text from recovery_codes
       union all select content from audit_entries`,
    );
    const everything = rows.map(({ row }) => row).join('\n') + holders.application.logged.join('\n');
    for (const secret of [holder.totpSecret, ...holder.recoveryCodes]) {
      expect(everything).not.toContain(secret);
      expect(everything).not.toContain(secret.replaceAll('-', ''));
    }
  });

  test('gives an administrator, who needs one, the rights of the role, in the same session', async () => {
    const admin = await holders.holder('admin');
    await admin.enterPassword();
    expect(admin.session).toMatchObject({ assurance: 'enrolment' });
    expect(await admin.ask('GET', '/admin/users')).toMatchObject({
      status: 403,
      body: { code: 'second-factor-required' },
    });
    await admin.enrolTotp();
    expect((await admin.ask('GET', '/admin/users')).status).toBe(200);
    expect((await admin.refresh()).body.assurance).toBe('full');
    expect((await admin.ask('GET', '/me')).body).toMatchObject({
      secondFactorRequired: true,
      factors: ['totp', 'recovery-code'],
    });
  });

  test('is closed to a session of the password alone once another one has set up a factor', async () => {
    const admin = await holders.holder('admin');
    const thief = admin.elsewhere();
    await thief.enterPassword();
    await thief.ask('POST', '/me/totp');
    await admin.enterPassword();
    await admin.enrolTotp();
    for (const [method, path, json] of [
      ['POST', '/me/totp'],
      ['POST', '/me/totp/confirm', { code: '123456' }],
      ['POST', '/me/recovery-codes'],
    ] as const) {
      expect(await thief.ask(method, path, json)).toMatchObject({ status: 409, body: { code: 'state-conflict' } });
    }
    expect((await thief.ask('GET', '/admin/users')).status).toBe(403);
  });

  test('by two sessions at the same time leaves one factor and one set of codes', async () => {
    const admin = await holders.holder('admin');
    const other = admin.elsewhere();
    await admin.enterPassword();
    await other.enterPassword();
    admin.totpSecret = (await admin.ask<{ secret: string }>('POST', '/me/totp')).body.secret;
    const confirm = (who: Holder) => who.ask('POST', '/me/totp/confirm', { code: admin.code() });
    const answers = await Promise.all([confirm(admin), confirm(other)]);
    expect(countOk(answers)).toBe(1);
  });
});

describe('the second step of a sign-in', () => {
  test('is asked for, and a token of the first step opens nothing else', async () => {
    const holder = await withTotp();
    holder.session = null;
    const first = await holder.enterPassword();
    expect(first.body).toMatchObject({ status: 'second-factor', methods: ['totp', 'recovery-code'] });
    expect(first.text).not.toContain('accessToken');
    const { challengeToken } = first.body as { challengeToken: string };
    const headers = { authorization: `Bearer ${challengeToken}` };
    for (const path of ['/me', '/portfolios', '/me/factors', '/admin/users', '/audit/head'])
      expect((await holder.ask('GET', path, undefined, headers)).status).toBe(401);
    expect((await holder.ask('POST', '/auth/refresh', { refreshToken: challengeToken })).status).toBe(401);
    expect((await holder.giveFactor('totp', holder.code(), challengeToken)).body).toMatchObject({
      status: 'signed-in',
      assurance: 'full',
    });
  });

  test('takes a code once: of a dozen at the same time exactly one signs in', async () => {
    const holder = await withTotp();
    holder.session = null;
    const tokens = await holder.challengeTokens(12);
    const code = holder.code();
    const answers = await Promise.all(tokens.map((token) => holder.giveFactor('totp', code, token)));
    expect(countOk(answers)).toBe(1);
    for (const { status } of answers) expect([200, 401, 429]).toContain(status);
    holder.clock.advance(3_600_000);
    expect((await holder.giveFactor('totp', code, await holder.challengeToken())).status).toBe(401);
  }, 120_000);

  test('takes no code of a step before the last one that was used, though it is near in time', async () => {
    const holder = await withTotp();
    holder.session = null;
    const [present, next] = [holder.code(), holder.code(1)];
    expect((await holder.giveFactor('totp', next, await holder.challengeToken())).status).toBe(200);
    expect((await holder.giveFactor('totp', present, await holder.challengeToken())).status).toBe(401);
    expect((await holder.giveFactor('totp', next, await holder.challengeToken())).status).toBe(401);
  });

  test('takes a recovery code once, also of ten at the same time, and says how many are left', async () => {
    const holder = await withTotp();
    holder.session = null;
    const [code = '', second = ''] = holder.recoveryCodes;
    const tokens = await holder.challengeTokens(10);
    const typed = code.toUpperCase();
    const answers = await Promise.all(tokens.map((token) => holder.giveFactor('recovery-code', typed, token)));
    expect(countOk(answers)).toBe(1);
    holder.clock.advance(3_600_000);
    const again = await holder.giveFactor('recovery-code', second, await holder.challengeToken());
    holder.session = again.body;
    expect((await holder.ask('GET', '/me/factors')).body).toMatchObject({ recoveryCodesLeft: 8 });
    const used = (await auditOf(holders.application, holder.userId)).filter(
      ({ action }) => action === 'recovery-code.used',
    );
    expect(used.map(({ entry }) => entry.after)).toEqual([{ recoveryCodesLeft: 9 }, { recoveryCodesLeft: 8 }]);
  }, 120_000);

  test('ends after five minutes, after its use, and with a new password', async () => {
    const holder = await withTotp();
    const late = await holder.challengeToken();
    holder.clock.advance(5 * 60_000 + 1);
    expect((await holder.giveFactor('totp', holder.code(), late)).status).toBe(401);
    const used = await holder.challengeToken();
    expect((await holder.giveFactor('totp', holder.code(), used)).status).toBe(200);
    holder.clock.advance(30_000);
    expect((await holder.giveFactor('totp', holder.code(), used)).status).toBe(401);

    await holder.signInFully();
    const before = await holder.elsewhere().challengeToken();
    const change = { currentPassword: holder.password, newPassword: otherPassword };
    expect((await holder.ask('POST', '/me/password', change)).status).toBe(200);
    expect((await holder.elsewhere().giveFactor('totp', holder.code(), before)).status).toBe(401);
  });

  test('is void with a new password also where its challenge was left behind', async () => {
    const holder = await withTotp();
    const token = await holder.challengeToken();
    const { owner } = holders.application;
    await owner.pool.query("update accounts set password_changed_at = now() + interval '1 day' where user_id = $1", [
      holder.userId,
    ]);
    expect((await holder.giveFactor('totp', holder.code(), token)).status).toBe(401);
  });

  test('answers a disabled account like a wrong code', async () => {
    const holder = await withTotp();
    const token = await holder.challengeToken();
    const wrong = await holder.giveFactor('totp', holder.wrongCode(), await holder.challengeToken());
    await holders.application.owner.pool.query("update users set status = 'disabled' where id = $1", [holder.userId]);
    const disabled = await holder.giveFactor('totp', holder.code(), token);
    const told = ({ status, body }: { status: number; body: unknown }) => {
      const { requestId: _, ...problem } = body as { requestId: string };
      return { status, problem };
    };
    expect(told(disabled)).toEqual(told(wrong));
  });
});

describe('new recovery codes', () => {
  test('take the place of the old ones, and need a factor that they stand in for', async () => {
    const holder = await withTotp();
    const old = holder.recoveryCodes[0]!;
    const { body } = await holder.ask<{ recoveryCodes: string[] }>('POST', '/me/recovery-codes');
    expect(body.recoveryCodes).toHaveLength(10);
    expect((await holder.giveFactor('recovery-code', old, await holder.elsewhere().challengeToken())).status).toBe(401);
    const fresh = body.recoveryCodes[0]!;
    expect((await holder.giveFactor('recovery-code', fresh, await holder.elsewhere().challengeToken())).status).toBe(
      200,
    );

    const bare = await holders.holder();
    await bare.enterPassword();
    expect((await bare.ask('POST', '/me/recovery-codes')).body).toMatchObject({ code: 'state-conflict' });
  });
});

describe('removing the authenticator app', () => {
  test('takes its recovery codes along, and the password is enough again', async () => {
    const holder = await withTotp();
    expect((await holder.ask('DELETE', '/me/totp')).status).toBe(204);
    expect((await holder.ask('DELETE', '/me/totp')).status).toBe(404);
    expect((await holder.ask('GET', '/me/factors')).body).toEqual({ totp: null, passkeys: [], recoveryCodesLeft: 0 });
    expect((await holder.enterPassword()).body.status).toBe('signed-in');
    expect((await auditOf(holders.application, holder.userId)).map(({ action }) => action)).toContain('factor.removed');
  });

  test('is refused where the role needs a factor, or the password is short', async () => {
    const admin = await withTotp('admin');
    expect(await admin.ask('DELETE', '/me/totp')).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('admin') },
    });
    const short = await holders.holder('analyst', 'Tulpe7-x');
    await short.enterPassword();
    expect(short.session).toMatchObject({ assurance: 'enrolment' });
    await short.enrolTotp();
    expect(await short.ask('DELETE', '/me/totp')).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('15') },
    });
  });
});
