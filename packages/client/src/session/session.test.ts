import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { apiPrefix, type ProblemCode, problemCatalogue, type SignedIn } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHttpClient, type HttpClient } from '../http-client.ts';
import { Session } from './session.ts';
import type { SessionNews, SessionOptions } from './session-options.ts';

interface Received {
  readonly route: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
interface Answer {
  readonly status: number;
  readonly body?: unknown;
}
type Answering = (request: Received) => Answer | Promise<Answer>;

const ada = '11111111-1111-4111-8111-111111111111';
const bob = '22222222-2222-4222-8222-222222222222';

/** A change that an `Idempotency-Key` is honoured for. */
const endSessions = `POST /admin/users/${bob}/end-sessions`;

/** A server on a real socket: refuses every token but the newest, as the real one does after an expiry. */
let server: Server;
let baseUrl: string;
let received: Received[];
let answers: Map<string, Answering>;
let issued: number;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const route = `${request.method} ${request.url?.slice(apiPrefix.length)}`;
    const one = { route, headers: request.headers, body: Buffer.concat(chunks).toString('utf8') };
    received.push(one);
    const { status, body } = await (answers.get(route) ?? (() => problem('not-found')))(one);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  received = [];
  issued = 0;
  answers = new Map<string, Answering>([
    ['POST /auth/refresh', () => ({ status: 200, body: signedInAs(ada) })],
    ['POST /auth/sign-out', () => ({ status: 204 })],
    ['GET /assets', withNewestToken({ status: 200, body: { items: [] } })],
    [endSessions, withNewestToken({ status: 204 })],
    ['POST /me/recovery-codes', withNewestToken({ status: 200, body: { recoveryCodes: ['a'] } })],
  ]);
});

function signedInAs(userId: string, lifeMs = 600_000): SignedIn {
  issued++;
  return {
    status: 'signed-in',
    accessToken: `token-${issued}`,
    accessTokenExpiresAt: new Date(Date.now() + lifeMs).toISOString(),
    refreshToken: null,
    csrfToken: `csrf-${issued}`,
    sessionId: '33333333-3333-4333-8333-333333333333',
    sessionExpiresAt: new Date(Date.now() + 43_200_000).toISOString(),
    assurance: 'full',
    user: { id: userId, displayName: userId === ada ? 'Ada' : 'Bob', role: 'analyst', isDemo: false },
  };
}

function problem(code: ProblemCode): Answer {
  const { status, title } = problemCatalogue[code];
  return { status, body: { type: 'about:blank', title, status, detail: 'In a test.', code, requestId: 'r' } };
}

function withNewestToken(answer: Answer): Answering {
  return ({ headers }) => (headers.authorization === `Bearer token-${issued}` ? answer : problem('sign-in-required'));
}

function made(options: Partial<SessionOptions> = {}): { session: Session; client: HttpClient } {
  const session = new Session({ baseUrl, kind: 'web', followAfterMs: 200, ...options });
  return { session, client: createHttpClient({ baseUrl, session }) };
}

/** Two sessions of one browser: each hears what the other posts. */
function twoTabs() {
  const hearers: ((news: SessionNews) => void)[] = [];
  const tab = (own: number, other: number) =>
    made({
      channel: {
        post: (news) => hearers[other]?.(news),
        listen: (hear) => {
          hearers[own] = hear;
        },
      },
    });
  return [tab(0, 1), tab(1, 0)] as const;
}

const count = (route: string) => received.filter((request) => request.route === route).length;
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'answered',
    (error: { code: string }) => error.code,
  );
/** Long enough for everything that is going to happen on a loopback socket to have happened. */
const pause = (milliseconds = 60) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('starting', () => {
  it('is signed in when the server knows the session, and signed out when it does not', async () => {
    const { session } = made();
    await session.start();
    expect(session.state).toMatchObject({ status: 'signed-in', session: { user: { displayName: 'Ada' } } });
    expect(received[0]?.body).toBe('{}');
    expect(JSON.stringify(session.state)).not.toContain('token-');

    answers.set('POST /auth/refresh', () => problem('sign-in-required'));
    const other = made().session;
    await other.start();
    expect(other.state.status).toBe('signed-out');
  });

  it('asks nobody where nobody signed in, and marks when somebody does and when the session is over', async () => {
    let isThere = false;
    const presence = { read: () => isThere, write: (isSignedIn: boolean) => void (isThere = isSignedIn) };
    const { session } = made({ presence });
    await session.start();
    expect(session.state.status).toBe('signed-out');
    expect(count('POST /auth/refresh')).toBe(0);

    await session.accept(signedInAs(ada));
    expect(isThere).toBe(true);
    const reopened = made({ presence }).session;
    await reopened.start();
    expect(reopened.state.status).toBe('signed-in');

    answers.set('POST /auth/refresh', () => problem('not-ready'));
    await made({ presence }).session.start();
    expect(isThere).toBe(true);
    answers.set('POST /auth/refresh', () => problem('sign-in-required'));
    await made({ presence }).session.start();
    expect(isThere).toBe(false);
    await session.accept(signedInAs(ada));
    await session.signOut();
    expect(isThere).toBe(false);
  });

  it('says so when nobody answers, and goes on when somebody does', async () => {
    answers.set('POST /auth/refresh', () => problem('not-ready'));
    const { session } = made();
    await session.start();
    expect(session.state).toMatchObject({ status: 'unreachable', problem: { code: 'not-ready' } });
    answers.set('POST /auth/refresh', () => ({ status: 200, body: signedInAs(ada) }));
    await session.start();
    expect(session.state.status).toBe('signed-in');
  });
});

describe('requests', () => {
  it('carry the token, and a change the CSRF token and a key of its own', async () => {
    const { session, client } = made();
    await session.start();
    await client.listAssets();
    await client.endUserSessions({ userId: bob });
    await client.endUserSessions({ userId: bob });
    const [, read, first, second] = received;
    expect(read?.headers).toMatchObject({ authorization: 'Bearer token-1' });
    expect(read?.headers['x-csrf-token']).toBeUndefined();
    expect(read?.headers['idempotency-key']).toBeUndefined();
    expect(first?.headers['x-csrf-token']).toBe('csrf-1');
    expect(first?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
    expect(second?.headers['idempotency-key']).not.toBe(first?.headers['idempotency-key']);
  });

  it('renew a refused token once for all of them, and ask again with the same key', async () => {
    const { session, client } = made();
    await session.start();
    issued++; // The server has moved on: token-1 is refused from now on.
    const calls = [...Array.from({ length: 20 }, () => client.listAssets()), client.endUserSessions({ userId: bob })];
    await Promise.all(calls);
    expect(count('POST /auth/refresh')).toBe(2);
    const keys = received.filter(({ route }) => route === endSessions).map((one) => one.headers);
    expect(keys).toHaveLength(2);
    expect(keys[1]?.['idempotency-key']).toBe(keys[0]?.['idempotency-key']);
    expect(keys[1]?.['x-csrf-token']).not.toBe(keys[0]?.['x-csrf-token']);
  });

  it('send a file again as it was', async () => {
    const { session, client } = made();
    await session.start();
    issued++;
    answers.set('POST /price-imports', withNewestToken(problem('price-file-invalid')));
    expect(await codeOf(client.createPriceImport({ file: new Blob(['date,A\n']), fileName: 'a.csv' }))).toBe(
      'price-file-invalid',
    );
    const bodies = received.filter(({ route }) => route === 'POST /price-imports').map(({ body }) => body);
    expect(bodies).toHaveLength(2);
    for (const body of bodies) expect(body).toContain('date,A');
  });

  it('end in an answer when the server refuses every token', async () => {
    answers.set('GET /assets', () => problem('sign-in-required'));
    const { session, client } = made();
    await session.start();
    expect(await codeOf(client.listAssets())).toBe('sign-in-required');
    expect([count('GET /assets'), count('POST /auth/refresh')]).toEqual([2, 2]);
  });

  it('renew a token before it ends, but not in a storm when the clock is wrong', async () => {
    let now = 0;
    answers.set('POST /auth/refresh', () => ({ status: 200, body: signedInAs(ada, 600_000) }));
    const { session, client } = made({ now: () => now });
    await session.start();
    now = 560_000;
    await client.listAssets();
    expect(count('POST /auth/refresh')).toBe(1);
    now = 575_000;
    await Promise.all([client.listAssets(), client.listAssets()]);
    expect(count('POST /auth/refresh')).toBe(2);

    answers.set('POST /auth/refresh', () => ({ status: 200, body: signedInAs(ada, -5_000_000) }));
    now += 1_000_000;
    for (let ask = 0; ask < 5; ask++) await client.listAssets();
    expect(count('POST /auth/refresh')).toBe(3);
  });

  it('of nobody ask for nothing else, and public ones never renew', async () => {
    answers.set('POST /auth/refresh', () => problem('sign-in-required'));
    answers.set('POST /auth/sign-in', () => problem('sign-in-refused'));
    const { session, client } = made();
    await session.start();
    expect(await codeOf(client.listAssets())).toBe('sign-in-required');
    expect(await codeOf(client.signIn({ email: 'ada@example.com', password: 'x' }))).toBe('sign-in-refused');
    expect(count('POST /auth/refresh')).toBe(1);
    expect(session.state.status).toBe('signed-out');
  });
});

describe('an expiry', () => {
  /** Signed in, and then refused everywhere. */
  async function expired() {
    const { session, client } = made();
    await session.start();
    issued++;
    answers.set('POST /auth/refresh', () => problem('sign-in-required'));
    return { session, client };
  }

  it('lets requests wait, and finishes them when the same user signs in again', async () => {
    const { session, client } = await expired();
    const save = client.createRecoveryCodes();
    await expect.poll(() => session.state.status).toBe('expired');
    const later = client.listAssets();
    await pause();
    expect(count('GET /assets')).toBe(0);
    await session.accept(signedInAs(ada));
    expect(await save).toEqual({ recoveryCodes: ['a'] });
    expect(await later).toEqual({ items: [] });
  });

  it('never sends what waited in the name of somebody else', async () => {
    const { session, client } = await expired();
    const save = codeOf(client.createRecoveryCodes());
    await expect.poll(() => session.state.status).toBe('expired');
    answers.set('POST /auth/refresh', () => ({ status: 200, body: signedInAs(bob) }));
    await session.start();
    expect(session.state).toMatchObject({
      status: 'replaced',
      session: { user: { id: ada } },
      by: { displayName: 'Bob' },
    });
    expect(await save).toBe('sign-in-required');
    expect(count('POST /me/recovery-codes')).toBe(1);
  });

  it('of which the network is the reason is none', async () => {
    const { session, client } = await expired();
    answers.set('POST /auth/refresh', () => problem('not-ready'));
    expect(await codeOf(client.listAssets())).toBe('not-ready');
    expect(session.state.status).toBe('signed-in');
  });

  it('keeps the reason that the server told first', async () => {
    const { session, client } = await expired();
    const { sessionId } = signedInAs(ada);
    session.end('44444444-4444-4444-8444-444444444444', 'token-replayed');
    expect(session.state.status).toBe('signed-in');
    session.end(sessionId, 'token-replayed');
    void codeOf(client.listAssets());
    await pause();
    expect(session.state).toMatchObject({ status: 'expired', reason: 'token-replayed' });
  });

  it('by signing out elsewhere is one for good, unless somebody signed in with the same browser since then', async () => {
    const { session } = await expired();
    const { sessionId } = signedInAs(ada);
    session.end(sessionId, 'signed-out');
    await expect.poll(() => session.state.status).toBe('signed-out');

    answers.set('POST /auth/refresh', () => ({ status: 200, body: signedInAs(ada) }));
    const again = made().session;
    await again.start();
    answers.set('POST /auth/refresh', () => ({ status: 200, body: signedInAs(bob) }));
    again.end(sessionId, 'signed-out');
    await expect.poll(() => again.state.status).toBe('replaced');
  });

  it('by signing out waits for the cookie of whoever signs in instead, which another tab tells of', async () => {
    const [first, second] = twoTabs();
    await Promise.all([first.session.start(), second.session.start()]);
    const { sessionId } = signedInAs(ada);
    answers.set('POST /auth/refresh', () => problem('sign-in-required'));
    second.session.end(sessionId, 'signed-out');
    await pause();
    answers.set('POST /auth/refresh', () => ({ status: 200, body: signedInAs(bob) }));
    await first.session.accept(signedInAs(bob));
    await pause(400);
    expect(second.session.state.status).toBe('replaced');
  });

  it('stops waiting at once when a request is cancelled', async () => {
    const { session, client } = await expired();
    const controller = new AbortController();
    const call = codeOf(client.listAssets(undefined, { signal: controller.signal }));
    await expect.poll(() => session.state.status).toBe('expired');
    controller.abort();
    expect(await call).toBe('aborted');
  });
});

describe('a confirmation', () => {
  function guarded(confirm: () => Promise<boolean>) {
    let isConfirmed = false;
    answers.set('POST /me/recovery-codes', () =>
      isConfirmed ? { status: 200, body: { recoveryCodes: ['a'] } } : problem('step-up-required'),
    );
    return made({
      confirm: async () => {
        isConfirmed = await confirm();
        return isConfirmed;
      },
    });
  }

  it('is asked for once, however many requests need it, and they go on', async () => {
    let asked = 0;
    const { session, client } = guarded(async () => {
      asked++;
      await pause();
      return true;
    });
    await session.start();
    const answers = await Promise.all([client.createRecoveryCodes(), client.createRecoveryCodes()]);
    expect(answers).toEqual([{ recoveryCodes: ['a'] }, { recoveryCodes: ['a'] }]);
    expect(asked).toBe(1);
  });

  it('that is declined leaves the refusal as it was', async () => {
    const { session, client } = guarded(() => Promise.resolve(false));
    await session.start();
    expect(await codeOf(client.createRecoveryCodes())).toBe('step-up-required');
    expect(count('POST /me/recovery-codes')).toBe(1);
  });

  it('and a renewal can both be needed by one request', async () => {
    let asked = 0;
    const { session, client } = made({
      confirm: () => {
        asked++;
        answers.set('POST /me/recovery-codes', withNewestToken({ status: 200, body: { recoveryCodes: ['a'] } }));
        return Promise.resolve(true);
      },
    });
    await session.start();
    answers.set('POST /me/recovery-codes', () => problem('step-up-required'));
    issued++;
    expect(await client.createRecoveryCodes()).toEqual({ recoveryCodes: ['a'] });
    expect([asked, count('POST /me/recovery-codes')]).toEqual([1, 3]);
  });

  it('of a second factor turns the session into one of enrolment', async () => {
    answers.set('GET /assets', () => problem('second-factor-required'));
    const { session, client } = made();
    await session.start();
    expect(await codeOf(client.listAssets())).toBe('second-factor-required');
    expect(session.state).toMatchObject({ status: 'signed-in', session: { assurance: 'enrolment' } });
  });
});

describe('tabs', () => {
  it('sign out together', async () => {
    const [first, second] = twoTabs();
    await Promise.all([first.session.start(), second.session.start()]);
    await first.session.signOut();
    expect([first.session.state.status, second.session.state.status]).toEqual(['signed-out', 'signed-out']);
    expect(await codeOf(second.client.listAssets())).toBe('sign-in-required');
  });

  it('go on together after an expiry', async () => {
    const [first, second] = twoTabs();
    await Promise.all([first.session.start(), second.session.start()]);
    const { sessionId } = signedInAs(ada);
    for (const { session } of [first, second]) session.end(sessionId, 'ended-by-user');
    await first.session.accept(signedInAs(ada));
    await expect.poll(() => second.session.state.status).toBe('signed-in');
  });

  it('notice that somebody else signed in', async () => {
    const [first, second] = twoTabs();
    await Promise.all([first.session.start(), second.session.start()]);
    answers.set('POST /auth/refresh', () => ({ status: 200, body: signedInAs(bob) }));
    await first.session.accept(signedInAs(bob));
    await expect.poll(() => second.session.state.status).toBe('replaced');
    expect(await codeOf(second.client.listAssets())).toBe('sign-in-required');
  });
});

describe('a new password', () => {
  it('begins a new session, which the next request is asked in', async () => {
    const { session, client } = made();
    await session.start();
    answers.set('POST /me/password', () => ({
      status: 200,
      body: { ...signedInAs(ada), sessionId: '55555555-5555-4555-8555-555555555555' },
    }));
    const facts = await client.changePassword({ currentPassword: 'a', newPassword: 'b' });
    expect(JSON.stringify(facts)).not.toContain('token-');
    await client.listAssets();
    expect(received.at(-1)?.headers.authorization).toBe('Bearer token-2');
    expect(count('POST /auth/refresh')).toBe(1);
    session.end('33333333-3333-4333-8333-333333333333', 'password-changed');
    expect(session.state.status).toBe('signed-in');
  });
});

describe('signing out', () => {
  it('stays signed in, and says so, when the server cannot be asked', async () => {
    const { session } = made();
    await session.start();
    answers.set('POST /auth/sign-out', () => problem('not-ready'));
    expect(await codeOf(session.signOut())).toBe('not-ready');
    expect(session.state.status).toBe('signed-in');
  });

  it('is done when the session is over already', async () => {
    const { session } = made();
    await session.start();
    answers.set('POST /auth/sign-out', () => problem('sign-in-required'));
    answers.set('POST /auth/refresh', () => problem('sign-in-required'));
    await session.signOut();
    expect(session.state.status).toBe('signed-out');
  });

  it('is not undone by an answer that was under way', async () => {
    const { session } = made();
    await session.start();
    let answer: (value: Answer) => void = () => {};
    const late = new Promise<Answer>((resolve) => {
      answer = resolve;
    });
    answers.set('POST /auth/refresh', () => late);
    const renewal = session.refresh();
    await expect.poll(() => count('POST /auth/refresh')).toBe(2);
    await session.signOut();
    answer({ status: 200, body: signedInAs(ada) });
    await renewal;
    expect(session.state.status).toBe('signed-out');
  });
});

describe('an app', () => {
  it('keeps its refresh token in the storage it was given, and shows it to the refresh door only', async () => {
    let stored: string | null = 'refresh-0';
    const refreshTokens = {
      read: () => Promise.resolve(stored),
      write: (token: string | null) => {
        stored = token;
        return Promise.resolve();
      },
    };
    answers.set('POST /auth/refresh', () => ({
      status: 200,
      body: { ...signedInAs(ada), refreshToken: `refresh-${issued}`, csrfToken: null },
    }));
    const { session, client } = made({ kind: 'app', refreshTokens });
    await session.start();
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({ refreshToken: 'refresh-0' });
    expect(stored).toBe('refresh-1');
    await client.createRecoveryCodes();
    expect(JSON.stringify(received.slice(1))).not.toContain('refresh-1');
    await session.signOut();
    expect(stored).toBeNull();

    const asked = count('POST /auth/refresh');
    const again = made({ kind: 'app', refreshTokens }).session;
    await again.start();
    expect([again.state.status, count('POST /auth/refresh')]).toEqual(['signed-out', asked]);
  });
});
