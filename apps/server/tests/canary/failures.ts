/** Everything that goes wrong, with the same values in the wrong places: each answer is kept with who asked. */
import { apiPrefix, type RouteName, routes } from '@riskoptimizer/contracts';
import type { Asked, TestApplication } from '../api/test-application.ts';
import type { Everybody } from './journey.ts';

export interface Kept {
  readonly request: string;
  readonly who: string;
  readonly status: number;
  readonly text: string;
}

type Who = { readonly name: string; readonly token: string | null; readonly headers: Record<string, string> };

/** What somebody might send by mistake, or to see whether it is written down somewhere. */
const secrets = ({ ada, bob, carol, apiKey }: Everybody) => ({
  password: ada.password,
  newPassword: bob.password,
  email: carol.email,
  code: bob.code(),
  recoveryCode: bob.recoveryCodes[4],
  totpSecret: ada.totpSecret,
  refreshToken: carol.session?.refreshToken,
  accessToken: carol.session?.accessToken,
  csrfToken: ada.session?.csrfToken,
  apiKey,
});

function whoAsks({ ada, bob, apiKey }: Everybody): Who[] {
  const cookie = [...ada.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const proof: Record<string, string> = ada.session?.csrfToken == null ? {} : { 'x-csrf-token': ada.session.csrfToken };
  return [
    { name: 'nobody', token: null, headers: {} },
    { name: 'Ada', token: ada.session!.accessToken, headers: { cookie, ...proof } },
    { name: 'Bob', token: bob.session!.accessToken, headers: {} },
    { name: 'a key', token: apiKey, headers: {} },
    { name: 'a forger', token: `${bob.session!.accessToken}x`, headers: {} },
  ];
}

/** Bad requests to every route: ended in the middle, of another type, with secrets in unknown fields, the address and headers. */
export async function sendNonsense(application: TestApplication, everybody: Everybody): Promise<Kept[]> {
  const values = secrets(everybody);
  const json = JSON.stringify(values);
  const typed = (type: string) => ({ 'content-type': type });
  const query = `?${new URLSearchParams(values as unknown as Record<string, string>)}`;
  const bodies: readonly [string, Asked, string][] = [
    ['half of a body', { body: json.slice(0, -3), headers: typed('application/json') }, ''],
    ['fields that nobody knows', { json: values }, ''],
    ['secrets in place of numbers', { json: wrongly(values) }, ''],
    ['a list', { json: Object.values(values) }, ''],
    ['text', { body: json, headers: typed('text/plain') }, ''],
    ['a form', { body: query.slice(1), headers: typed('application/x-www-form-urlencoded') }, ''],
    ['secrets in the address', {}, query],
    ['secrets in headers', { headers: { 'x-note': json.replaceAll(/[^ -~]/g, ''), 'if-match': values.password } }, ''],
    ['a key for the repetition', { json: values, headers: { 'idempotency-key': values.apiKey } }, ''],
  ];
  const kept: Kept[] = [];
  for (const name of Object.keys(routes) as RouteName[]) {
    const { method, path } = routes[name];
    // These end the sessions that ask.
    if (name === 'signOut' || name === 'signOutEverywhere') continue;
    const address = apiPrefix + path.replaceAll(/:\w+/g, everybody.portfolioId);
    for (const [what, asked, suffix] of bodies) {
      const hasBody = asked.json !== undefined || asked.body !== undefined;
      if (method === 'GET' && hasBody) continue;
      for (const { name: who, token, headers } of whoAsks(everybody)) {
        const request = { ...asked, token, headers: { ...headers, ...asked.headers } };
        const { status, text } = await application.ask(method, address + suffix, request);
        kept.push({ request: `${method} ${path}: ${what}`, who, status, text });
      }
    }
  }
  return kept;
}

/** Wrong passwords and codes at every door that takes one, and what belongs to others. */
export async function tryDoors(application: TestApplication, everybody: Everybody): Promise<Kept[]> {
  const { ada, bob, carol, portfolioId, assetId } = everybody;
  const { email, password } = ada;
  const token = 'A'.repeat(43);
  const asked: readonly [string, string, unknown][] = [
    ['POST', '/auth/sign-in', { email, password: `${password}!` }],
    ['POST', '/auth/sign-in', { email: password, password: email }],
    ['POST', '/auth/sign-in', { email, password, client: password }],
    ['POST', '/auth/set-up', { token, email, displayName: 'X', password }],
    ['POST', '/auth/registrations', { email: carol.email, displayName: 'X', password: carol.password }],
    ['POST', '/auth/registrations', { email: 'x@canaries.example', displayName: 'X', password: 'canaries' }],
    ['POST', '/auth/second-factor', { method: 'totp', challengeToken: token, code: bob.code(), client: 'app' }],
    ['POST', '/auth/second-factor', { method: 'totp', challengeToken: password, code: bob.recoveryCodes[4] }],
    ['POST', '/auth/passkey-sign-in', { challengeId: token, response: { id: password }, client: 'app' }],
    ['POST', '/auth/refresh', { refreshToken: everybody.apiKey }],
    ['POST', '/auth/password-resets/complete', { token, password }],
    ['POST', '/auth/email-changes/confirm', { token }],
    ['POST', '/auth/step-up', { method: 'password', password }],
    ['POST', '/auth/step-up', { method: 'totp', code: ada.recoveryCodes[4] }],
    ['POST', '/me/password', { currentPassword: password, newPassword: 'short' }],
    ['POST', '/me/totp/confirm', { code: ada.code() }],
    ['PATCH', '/me', { walletAddress: ada.totpSecret }],
    ['GET', `/portfolios/${portfolioId}`, undefined],
    ['PUT', `/portfolios/${portfolioId}`, { name: password, allocation: { kind: 'weights', items: [] } }],
    ['DELETE', `/assets/${assetId}`, undefined],
    ['GET', `/portfolios/${portfolioId}/shares`, undefined],
    ['GET', '/admin/users', undefined],
    ['GET', '/audit/entries', undefined],
  ];
  const kept: Kept[] = [];
  for (const [method, path, json] of asked) {
    for (const { name: who, token: bearer, headers } of whoAsks(everybody)) {
      const request = { ...(json === undefined ? {} : { json }), token: bearer, headers };
      const { status, text } = await application.ask(method, apiPrefix + path, request);
      kept.push({ request: `${method} ${path}`, who, status, text });
    }
  }
  return kept;
}

const carriers = [
  'users',
  'accounts',
  'sessions',
  'refresh_tokens',
  'one_time_tokens',
  'portfolios',
  'api_keys',
  'invitations',
];

/** Requests that are right, while one table after the other is away: the statements fail with their values. */
export async function breakTables(application: TestApplication, everybody: Everybody): Promise<Kept[]> {
  const { ada, carol, portfolioId, assetId } = everybody;
  const { pool } = application.owner;
  const asked: readonly [string, string, unknown, string | null][] = [
    ['POST', '/auth/sign-in', { email: carol.email, password: carol.password, client: 'app' }, null],
    [
      'POST',
      '/auth/registrations',
      { email: 'dora.canary@canaries.example', displayName: 'Dora Pirolgold', password: carol.password },
      null,
    ],
    ['POST', '/auth/password-resets', { email: carol.email }, null],
    ['POST', '/auth/refresh', { refreshToken: carol.session?.refreshToken }, null],
    ['POST', '/admin/invitations', { email: 'emil.canary@canaries.example', role: 'viewer' }, 'Ada'],
    ['PATCH', '/me', { displayName: 'Zeisiggrün der Zweite' }, 'Bob'],
    ['POST', '/me/api-keys', { name: 'Broken', scopes: ['portfolio:read'] }, 'Bob'],
    ['POST', '/portfolios', portfolioOf('Pirolgold Vorsorge', assetId), 'Bob'],
    ['POST', `/portfolios/${portfolioId}/shares`, { email: ada.email, level: 'read' }, 'Bob'],
    ['GET', '/me', undefined, 'Bob'],
  ];
  const kept: Kept[] = [];
  for (const table of carriers) {
    await pool.query(`alter table ${table} rename to ${table}_away`);
    try {
      for (const [method, path, json, who] of asked) {
        const asker = whoAsks(everybody).find(({ name }) => name === who);
        const request = {
          ...(json === undefined ? {} : { json }),
          token: asker?.token ?? null,
          headers: asker?.headers ?? {},
        };
        const { status, text } = await application.ask(method, apiPrefix + path, request);
        kept.push({ request: `${method} ${path} without ${table}`, who: who ?? 'nobody', status, text });
      }
    } finally {
      await pool.query(`alter table ${table}_away rename to ${table}`);
    }
  }
  return kept;
}

const portfolioOf = (name: string, assetId: string) => ({
  name,
  allocation: { kind: 'weights', items: [{ assetId, weight: 1 }] },
});

/** The shapes of real requests, with a secret wherever something else belongs. */
function wrongly(values: Record<string, string | null | undefined>): Record<string, unknown> {
  const { password, apiKey, code } = values;
  return {
    name: password,
    baseCurrency: password,
    weights: [password, apiKey],
    allocation: { kind: apiKey, items: [{ assetId: password, weight: code }] },
    client: password,
    method: apiKey,
    role: password,
    scopes: [apiKey],
    [`${password}`]: 1,
  };
}
