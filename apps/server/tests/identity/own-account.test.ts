/** One's own account: name and wallet address, a new password, a new e-mail address, the demo. */
import type { Account, Portfolio, SignedIn } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  auditOf,
  failOften,
  goodPassword,
  type Holder,
  type Holders,
  otherPassword,
  startWithHolders,
} from './account-holder.ts';
import { mailedToken } from './people.ts';

let holders: Holders;
beforeAll(async () => {
  holders = await startWithHolders();
}, 120_000);
afterAll(() => holders.stop());

async function signedIn(kind: 'web' | 'app' = 'app'): Promise<Holder> {
  const holder = (await holders.holder()).elsewhere(kind);
  await holder.enterPassword();
  return holder;
}

const wallet = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';

describe('name and wallet address', () => {
  test('are changed one without the other, sealed, and masked in the audit trail', async () => {
    const holder = await signedIn();
    const change = (json: object) => holder.ask<Account>('PATCH', '/me', json);
    expect((await change({ walletAddress: wallet })).body).toMatchObject({
      walletAddress: wallet,
      displayName: 'A analyst',
    });
    expect((await change({ displayName: '  Ann  ' })).body).toMatchObject({
      walletAddress: wallet,
      displayName: 'Ann',
    });
    expect((await change({})).status).toBe(200);
    expect((await change({ walletAddress: null })).body.walletAddress).toBeNull();
    expect((await change({ walletAddress: wallet })).status).toBe(200);
    const { rows } = await holders.application.owner.pool.query<{ row: string }>(
      'select accounts::text as row from accounts where user_id = $1',
      [holder.userId],
    );
    const trail = await auditOf(holders.application, holder.userId);
    const updates = trail.filter(({ action }) => action === 'account.updated');
    expect(updates.map(({ entry }) => entry.after)).toMatchObject([
      { walletAddress: '0x5aAe…' },
      { displayName: 'Ann', walletAddress: '0x5aAe…' },
      { walletAddress: null },
      { walletAddress: '0x5aAe…' },
    ]);
    expect(JSON.stringify([rows, trail])).not.toContain(wallet.slice(8));
    expect(JSON.stringify(trail)).not.toContain(holder.email);
  });

  test('with a wrong checksum or another field than one’s own are refused', async () => {
    const holder = await signedIn();
    for (const [json, field] of [
      [{ walletAddress: wallet.replace('Ae', 'ae') }, '/walletAddress'],
      [{ walletAddress: '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb' }, '/walletAddress'],
      [{ walletAddress: 'no wallet' }, '/walletAddress'],
      [{ displayName: 'a\u0007b' }, '/displayName'],
    ] as const) {
      expect(await holder.ask('PATCH', '/me', json)).toMatchObject({ status: 400, body: { errors: [{ field }] } });
    }
    for (const json of [{ role: 'admin' }, { email: 'x@example.com' }, { isDemo: true }, { id: holder.userId }])
      expect((await holder.ask('PATCH', '/me', json)).status).toBe(400);
    expect((await holder.ask('GET', '/me')).body).toMatchObject({ role: 'analyst', walletAddress: null });
  });

  test('moved to another account do not open there', async () => {
    const [holder, other] = [await signedIn(), await signedIn()];
    await holder.ask('PATCH', '/me', { walletAddress: wallet });
    await holders.application.owner.pool.query(
      'update accounts set wallet_address_sealed = (select wallet_address_sealed from accounts where user_id = $1) where user_id = $2',
      [holder.userId, other.userId],
    );
    const answer = await other.ask('GET', '/me');
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain(wallet);
  });
});

describe('a new password', () => {
  const change = (holder: Holder, json: object) =>
    holder.ask<SignedIn>('POST', '/me/password', {
      currentPassword: goodPassword,
      newPassword: otherPassword,
      ...json,
    });

  test.each(['app', 'web'] as const)('voids every token of before and starts a new session here: %s', async (kind) => {
    const holder = await signedIn(kind);
    const elsewhere = holder.elsewhere();
    await elsewhere.enterPassword();
    const before = { ...holder.session! };
    const cookies = new Map(holder.cookies);
    const answer = await change(holder, {});
    expect(answer).toMatchObject({ status: 200, body: { status: 'signed-in', assurance: 'full' } });
    expect(answer.body.sessionId).not.toBe(before.sessionId);

    const old = holder.elsewhere(kind);
    old.session = before as SignedIn;
    for (const [name, value] of cookies) old.cookies.set(name, value);
    expect((await old.refresh()).status).toBe(401);
    expect((await elsewhere.refresh()).status).toBe(401);
    await vi.waitFor(async () => {
      expect((await old.ask('GET', '/me')).status).toBe(401);
      expect((await elsewhere.ask('GET', '/me')).status).toBe(401);
    }, 2000);

    holder.session = answer.body;
    expect((await holder.ask('GET', '/me')).status).toBe(200);
    expect((await holder.refresh()).status).toBe(200);
    expect((await holder.elsewhere().enterPassword()).status).toBe(401);
    holder.password = otherPassword;
    expect((await holder.elsewhere().enterPassword()).status).toBe(200);
    await vi.waitFor(() =>
      expect(holders.application.mails.findLast(({ to }) => to === holder.email)?.subject).toMatch(/password/),
    );
    const trail = await auditOf(holders.application, holder.userId);
    expect(trail.map(({ action }) => action)).toContain('password.changed');
  });

  test('may leave the other sessions as they are, but not the token that asked for it', async () => {
    const holder = await signedIn();
    const elsewhere = holder.elsewhere();
    await elsewhere.enterPassword();
    const old = holder.session!.refreshToken;
    const answer = await change(holder, { endOtherSessions: false });
    expect(answer.status).toBe(200);
    expect((await holder.refresh(old)).status).toBe(401);
    expect((await elsewhere.refresh()).status).toBe(200);
  });

  test('is refused with a wrong present one, which is counted, with the same one, and by the policy', async () => {
    const holder = await signedIn();
    const refused = (field: string) => ({ body: { errors: [{ field }] } });
    expect(await change(holder, { currentPassword: 'not the password' })).toMatchObject({
      status: 401,
      ...refused('/currentPassword'),
    });
    expect(await change(holder, { newPassword: goodPassword })).toMatchObject({
      status: 422,
      ...refused('/newPassword'),
    });
    expect(await change(holder, { newPassword: 'Tulpe7-x' })).toMatchObject({
      status: 422,
      ...refused('/newPassword'),
    });
    expect(await change(holder, { newPassword: 'password1234567' })).toMatchObject({
      status: 422,
      body: { code: 'password-refused' },
    });
    expect((await holder.refresh()).status).toBe(200);
    await failOften(holder.clock, () => change(holder, { currentPassword: 'a wrong password' }));
    expect((await change(holder, {})).status).toBe(429);
    holder.clock.advance(3_600_000);
  });

  test('may be short with a second factor, which then cannot be removed', async () => {
    const holder = await signedIn();
    await holder.enrolTotp();
    const answer = await change(holder, { newPassword: 'Tulpe7-x' });
    expect(answer.status).toBe(200);
    holder.session = answer.body;
    expect((await holder.stepUp({ method: 'totp', code: holder.code() })).status).toBe(200);
    expect(await holder.ask('DELETE', '/me/totp')).toMatchObject({ status: 409, body: { code: 'state-conflict' } });
    const { rows } = await holders.application.owner.pool.query<{ alone: boolean }>(
      'select password_stands_alone as alone from accounts where user_id = $1',
      [holder.userId],
    );
    expect(rows).toEqual([{ alone: false }]);
  });

  test('asked for twice at the same time is changed once', async () => {
    const holder = await signedIn();
    const answers = await Promise.all([change(holder, {}), change(holder, { newPassword: 'copper meadow thirteen' })]);
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses[0]).toBe(200);
    expect(statuses[1]).toBeOneOf([401, 409]);
  });
});

describe('a new e-mail address', () => {
  const ask = (holder: Holder, email: string) => holder.ask('POST', '/me/email', { email });
  const confirm = (token: string, holder: Holder) =>
    holder.elsewhere().ask('POST', '/auth/email-changes/confirm', { token });
  const mailsTo = (address: string) => holders.application.mails.filter(({ to }) => to === address);

  test('counts once its link was opened; the old one is told before and after', async () => {
    const holder = await signedIn();
    const email = `New.${holder.email}`;
    expect(await ask(holder, email)).toMatchObject({ status: 202, body: { status: 'confirmation-sent' } });
    expect((await holder.ask('GET', '/me')).body).toMatchObject({ email: holder.email, pendingEmail: email });
    await vi.waitFor(() => expect(mailsTo(holder.email)).toHaveLength(1));
    const token = mailedToken(holders.application, email);
    expect(token).toHaveLength(43);
    const answers = await Promise.all([confirm(token, holder), confirm(token, holder), confirm(token, holder)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 401, 401]);
    expect((await holder.ask('GET', '/me')).body).toMatchObject({ email, pendingEmail: null });
    await vi.waitFor(() => expect(mailsTo(holder.email)).toHaveLength(2));
    expect((await holder.elsewhere().enterPassword()).status).toBe(401);
    expect((await holder.elsewhere().signIn(email.toUpperCase(), holder.password)).status).toBe(200);
    const text = JSON.stringify(await auditOf(holders.application, holder.userId));
    expect(text).toContain('email.changed');
    expect(text).not.toContain(email);
    const { rows } = await holders.application.owner.pool.query('select * from one_time_tokens');
    expect(JSON.stringify(rows)).not.toContain(email);
  });

  test('that belongs to somebody is answered alike, and its owner is told', async () => {
    const [holder, owner] = [await signedIn(), await holders.holder()];
    const [taken, free] = [await ask(holder, owner.email), await ask(await signedIn(), `free.${holder.email}`)];
    expect({ status: taken.status, body: taken.body }).toEqual({ status: free.status, body: free.body });
    expect((await holder.ask('GET', '/me')).body).toMatchObject({ pendingEmail: owner.email });
    await vi.waitFor(() => expect(mailsTo(owner.email)).toHaveLength(1));
    expect(mailsTo(owner.email)[0]!.text).not.toContain('#token=');
  });

  test('that somebody else took in between is refused like an old link, and nothing changes', async () => {
    const [holder, rival] = [await signedIn(), await signedIn()];
    const email = `both.${holder.email}`;
    await ask(holder, email);
    await vi.waitFor(() => expect(mailsTo(email)).toHaveLength(1));
    const first = mailedToken(holders.application, email);
    await ask(rival, email);
    await vi.waitFor(() => expect(mailsTo(email)).toHaveLength(2));
    const second = mailedToken(holders.application, email);
    const answers = await Promise.all([confirm(first, holder), confirm(second, rival)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 401]);
    const stale = await confirm('A'.repeat(43), holder);
    const late = answers.find(({ status }) => status === 401)!;
    expect({ ...(late.body as object), requestId: '' }).toEqual({ ...(stale.body as object), requestId: '' });
    const emails = await Promise.all(
      [holder, rival].map(async (who) => (await who.ask<Account>('GET', '/me')).body.email),
    );
    expect(emails.filter((one) => one === email)).toHaveLength(1);
  });

  test('needs a fresh confirmation; its link ends after an hour, with the next one and with a new password', async () => {
    const holder = await signedIn();
    const tokenFor = async (email: string) => {
      const count = mailsTo(email).length;
      expect((await ask(holder, email)).status).toBe(202);
      await vi.waitFor(() => expect(mailsTo(email)).toHaveLength(count + 1));
      return mailedToken(holders.application, email);
    };
    const replaced = await tokenFor(`one.${holder.email}`);
    const voided = await tokenFor(`two.${holder.email}`);
    expect((await confirm(replaced, holder)).status).toBe(401);
    const answer = await holder.ask<SignedIn>('POST', '/me/password', {
      currentPassword: goodPassword,
      newPassword: otherPassword,
    });
    holder.session = answer.body;
    expect((await confirm(voided, holder)).status).toBe(401);
    const late = await tokenFor(`three.${holder.email}`);
    holder.clock.advance(60 * 60_000);
    expect((await confirm(late, holder)).status).toBe(401);
    holder.password = otherPassword;
    await holder.enterPassword();
    holder.clock.advance(10 * 60_000);
    await holder.refresh();
    expect(await ask(holder, `four.${holder.email}`)).toMatchObject({
      status: 403,
      body: { code: 'step-up-required' },
    });
  });

  test('is asked for five times an hour at most, and never the present one', async () => {
    const holder = await signedIn();
    expect(await ask(holder, holder.email.toUpperCase())).toMatchObject({
      status: 409,
      body: { code: 'state-conflict' },
    });
    const statuses: number[] = [];
    for (let count = 0; count < 6; count += 1) statuses.push((await ask(holder, `n${count}.${holder.email}`)).status);
    expect(statuses).toEqual([202, 202, 202, 202, 202, 429]);
  });
});

describe('the demo in one’s own account', () => {
  test('is stored once, as one’s own, and is nobody else’s', async () => {
    const [holder, other] = [await signedIn(), await signedIn()];
    expect((await holder.ask('GET', '/me')).body).toMatchObject({ hasDemo: false });
    const answers = await Promise.all([1, 2].map(() => holder.ask<Portfolio>('POST', '/me/demo')));
    const [made, refused] = answers.toSorted((one, another) => one.status - another.status);
    expect(made!.status).toBe(201);
    // On a slow machine the second has waited long enough before the first is done.
    expect([409, 503]).toContain(refused!.status);
    const { id } = answers.find(({ status }) => status === 201)!.body;
    expect((await holder.ask('GET', '/me')).body).toMatchObject({ hasDemo: true });
    expect((await holder.ask('GET', `/portfolios/${id}`)).status).toBe(200);
    expect((await other.ask('GET', `/portfolios/${id}`)).status).toBe(404);
    expect((await other.ask<{ items: unknown[] }>('GET', '/assets')).body.items).toEqual([]);
    const actions = (await auditOf(holders.application, holder.userId)).map(({ action }) => action);
    expect(actions.filter((action) => action === 'demo.loaded')).toHaveLength(1);
  });

  test('is not for whoever may not change portfolios', async () => {
    const viewer = await holders.holder('viewer');
    await viewer.enterPassword();
    expect(await viewer.ask('POST', '/me/demo')).toMatchObject({ status: 403, body: { code: 'permission-denied' } });
  });
});
