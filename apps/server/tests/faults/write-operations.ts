/** Every kind of write that the API offers: how it is prepared, and the one request that is then made to fail half-way. */
import { randomBytes, randomUUID } from 'node:crypto';
import { makePeople, type People, type Person } from '../access/people.ts';
import { priceFile } from '../api/price-files.ts';
import type { Answer, Asked, TestApplication } from '../api/test-application.ts';
import { alertWrites } from './alert-writes.ts';
import { exportWrites } from './export-writes.ts';
import { ledgerWrites } from './ledger-writes.ts';
import type { WriteOperation } from './write-operation.ts';

interface Reference {
  readonly id: string;
}

export interface Writers {
  readonly operations: readonly WriteOperation[];
  close(): Promise<void>;
}

export async function writeOperations(application: TestApplication): Promise<Writers> {
  const people = await makePeople(application);
  const advisor = await signedIn(application, people, await people.person('advisor'));
  const admin = await people.person('admin');
  // Without a second factor its session would lose its rights with the first change of a setting.
  await application.owner.pool.query(
    `insert into passkeys (id, user_id, credential_id, public_key, signature_counter, transports, backed_up, name, created_at)
      values (gen_random_uuid(), $1, gen_random_uuid()::text, '', 0, '[]', false, 'Key', now())`,
    [admin.userId],
  );
  const administrator = await signedIn(application, people, admin);
  const assets = await ownAssets(advisor);
  const world: World = { application, people, advisor, administrator, assets };
  return {
    operations: [
      ...portfolioWrites(world),
      ...ledgerWrites(advisor.ask, assets[0]!),
      ...exportWrites(
        advisor.ask,
        async () => (await signedIn(application, people, await people.person('analyst'))).ask,
      ),
      ...alertWrites(advisor.ask, application.owner.pool, advisor.person.userId, assets[0]!),
      ...importWrites(world),
      ...accountWrites(world),
      ...administrationWrites(world),
    ],
    close: () => people.close(),
  };
}

interface Writer {
  readonly person: Person;
  readonly ask: <Body = Reference>(method: string, path: string, asked?: Asked) => Promise<Answer<Body>>;
}

interface World {
  readonly application: TestApplication;
  readonly people: People;
  readonly advisor: Writer;
  readonly administrator: Writer;
  readonly assets: readonly string[];
}

async function signedIn(application: TestApplication, people: People, person: Person): Promise<Writer> {
  const { token } = await people.session(person.userId);
  return {
    person,
    ask: (method, path, { headers, ...asked } = {}) =>
      application.ask(method, `/api/v1${path}`, {
        ...asked,
        headers: { authorization: `Bearer ${token}`, ...headers },
      }),
  };
}

async function ownAssets(writer: Writer): Promise<string[]> {
  const preview = await upload(writer, priceFile(['AAA', 'BBB', 'CCC'], 40));
  await writer.ask('POST', `/price-imports/${preview.id}/commit`, { json: { currency: 'USD' } });
  const { body } = await writer.ask<{ items: Reference[] }>('GET', '/assets');
  return body.items.map(({ id }) => id);
}

async function upload(writer: Writer, content: string): Promise<Reference> {
  const answer = await writer.ask('POST', '/price-imports', { body: content, headers: { 'content-type': 'text/csv' } });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body;
}

/** A made thing, or a failed preparation by its own words. */
async function made<Body = Reference>(answer: Promise<Answer<Body>>): Promise<Body> {
  const { status, text, body } = await answer;
  if (status >= 300) throw new Error(`A preparation failed: ${text}`);
  return body;
}

function portfolioWrites({ advisor, assets }: World): WriteOperation[] {
  const content = (name: string, first = 0.5) => ({
    name,
    allocation: {
      kind: 'weights',
      items: [
        { assetId: assets[0], weight: first },
        { assetId: assets[1], weight: 1 - first },
      ],
    },
  });
  const portfolio = () => made(advisor.ask('POST', '/portfolios', { json: content(randomUUID()) }));
  const sharing = () => ({ json: { email: `${randomUUID()}@example.com`, level: 'read' } });
  return [
    {
      name: 'create a portfolio',
      prepare: async () => () => advisor.ask('POST', '/portfolios', { json: content(randomUUID()) }),
    },
    {
      name: 'create a portfolio with an Idempotency-Key',
      prepare: async () => () =>
        advisor.ask('POST', '/portfolios', {
          json: content(randomUUID()),
          headers: { 'idempotency-key': randomUUID() },
        }),
    },
    {
      name: 'change a portfolio',
      prepare: async () => {
        const { id } = await portfolio();
        const asked = { json: content(randomUUID(), 0.25), headers: { 'if-match': '"1"' } };
        return () => advisor.ask('PUT', `/portfolios/${id}`, asked);
      },
    },
    {
      name: 'delete a portfolio that is shared',
      prepare: async () => {
        const { id } = await portfolio();
        await made(advisor.ask('POST', `/portfolios/${id}/shares`, sharing()));
        return () => advisor.ask('DELETE', `/portfolios/${id}`, { headers: { 'if-match': '"1"' } });
      },
    },
    {
      name: 'archive a portfolio',
      prepare: async () => {
        const { id } = await portfolio();
        return () => advisor.ask('POST', `/portfolios/${id}/archive`, { headers: { 'if-match': '"1"' } });
      },
    },
    {
      name: 'bring a portfolio back',
      prepare: async () => {
        const { id } = await portfolio();
        await advisor.ask('DELETE', `/portfolios/${id}`, { headers: { 'if-match': '"1"' } });
        return () => advisor.ask('POST', `/portfolios/${id}/restore`, { headers: { 'if-match': '"2"' } });
      },
    },
    {
      name: 'delete many portfolios, one of which is refused',
      prepare: async () => {
        const some = [await portfolio(), await portfolio(), await portfolio()];
        const items = some.map(({ id }, place) => ({ portfolioId: id, version: place === 1 ? 9 : 1 }));
        return () => advisor.ask('POST', '/portfolios/bulk', { json: { action: 'delete', items } });
      },
    },
    {
      name: 'set targets',
      prepare: async () => {
        const { id } = await portfolio();
        const json = { kind: 'assets', items: [{ assetId: assets[0], weight: 0.5 }] };
        return () => advisor.ask('PUT', `/portfolios/${id}/targets`, { json, headers: { 'if-match': '"1"' } });
      },
    },
    {
      name: 'go back to an old version',
      prepare: async () => {
        const { id } = await portfolio();
        await made(
          advisor.ask('PUT', `/portfolios/${id}`, { json: content(randomUUID(), 0.1), headers: { 'if-match': '"1"' } }),
        );
        const asked = { json: { version: 1 }, headers: { 'if-match': '"2"' } };
        return () => advisor.ask('POST', `/portfolios/${id}/revert`, asked);
      },
    },
    {
      name: 'label an asset',
      prepare: async () => () =>
        advisor.ask('PATCH', `/assets/${assets[0]}`, { json: { labels: { key: randomUUID() } } }),
    },
    {
      name: 'share a portfolio',
      prepare: async () => {
        const { id } = await portfolio();
        return () => advisor.ask('POST', `/portfolios/${id}/shares`, sharing());
      },
    },
    {
      name: 'take a share back',
      prepare: async () => {
        const { id } = await portfolio();
        const share = await made(advisor.ask('POST', `/portfolios/${id}/shares`, sharing()));
        return () => advisor.ask('DELETE', `/portfolios/${id}/shares/${share.id}`);
      },
    },
  ];
}

function importWrites({ advisor }: World): WriteOperation[] {
  const symbols = () => [`S${randomUUID().slice(0, 8)}`, `T${randomUUID().slice(0, 8)}`];
  return [
    { name: 'upload prices', prepare: async () => () => uploadAnswer(advisor, priceFile(symbols(), 20)) },
    {
      name: 'commit prices together with a portfolio',
      prepare: async () => {
        const { id } = await upload(advisor, priceFile(symbols(), 20));
        const json = { currency: 'USD', portfolio: { name: randomUUID(), allocation: { kind: 'equal' } } };
        return () => advisor.ask('POST', `/price-imports/${id}/commit`, { json });
      },
    },
    {
      name: 'discard prices',
      prepare: async () => {
        const { id } = await upload(advisor, priceFile(symbols(), 20));
        return () => advisor.ask('DELETE', `/price-imports/${id}`);
      },
    },
    {
      name: 'delete an asset with its prices',
      prepare: async () => {
        const names = symbols();
        const { id } = await upload(advisor, priceFile(names, 20));
        await made(advisor.ask('POST', `/price-imports/${id}/commit`, { json: { currency: 'USD' } }));
        const { items } = await made(advisor.ask<{ items: { id: string; symbol: string }[] }>('GET', '/assets'));
        const asset = items.find(({ symbol }) => symbol === names[0])!;
        return () => advisor.ask('DELETE', `/assets/${asset.id}`);
      },
    },
  ];
}

function uploadAnswer(writer: Writer, content: string): Promise<Answer<unknown>> {
  return writer.ask('POST', '/price-imports', { body: content, headers: { 'content-type': 'text/csv' } });
}

function accountWrites({ application, people, advisor }: World): WriteOperation[] {
  const fresh = async () => signedIn(application, people, await people.person('analyst'));
  const key = { json: { name: 'Key', scopes: ['portfolio:read'], expiresInDays: 5 } };
  return [
    {
      name: 'change the profile',
      prepare: async () => () =>
        advisor.ask('PATCH', '/me', {
          json: { displayName: randomUUID(), walletAddress: `0x${randomBytes(20).toString('hex')}` },
        }),
    },
    { name: 'make an API key', prepare: async () => () => advisor.ask('POST', '/me/api-keys', key) },
    {
      name: 'revoke an API key',
      prepare: async () => {
        const { apiKey } = await made(advisor.ask<{ apiKey: Reference }>('POST', '/me/api-keys', key));
        return () => advisor.ask('DELETE', `/me/api-keys/${apiKey.id}`);
      },
    },
    {
      name: 'begin with an authenticator',
      prepare: async () => {
        const writer = await fresh();
        return () => writer.ask('POST', '/me/totp');
      },
    },
    {
      name: 'end another session',
      prepare: async () => {
        const writer = await fresh();
        const { sessionId } = await people.session(writer.person.userId);
        return () => writer.ask('DELETE', `/me/sessions/${sessionId}`);
      },
    },
    {
      name: 'sign out',
      prepare: async () => {
        const writer = await fresh();
        return () => writer.ask('POST', '/auth/sign-out');
      },
    },
    {
      name: 'sign out everywhere',
      prepare: async () => {
        const writer = await fresh();
        await people.session(writer.person.userId);
        return () => writer.ask('POST', '/auth/sign-out-everywhere');
      },
    },
  ];
}

function administrationWrites({ application, people, administrator }: World): WriteOperation[] {
  const invitation = () => ({ json: { email: `${randomUUID()}@example.com`, role: 'viewer' } });
  let minutes = 60;
  return [
    {
      name: 'change a role',
      prepare: async () => {
        const { userId } = await people.person('viewer');
        return () => administrator.ask('PATCH', `/admin/users/${userId}`, { json: { role: 'advisor' } });
      },
    },
    {
      name: 'disable a user with sessions',
      prepare: async () => {
        const { userId } = await people.person('analyst');
        await people.session(userId);
        return () => administrator.ask('PATCH', `/admin/users/${userId}`, { json: { status: 'disabled' } });
      },
    },
    {
      name: "end a user's sessions",
      prepare: async () => {
        const { userId } = await people.person('viewer');
        await people.session(userId);
        return () => administrator.ask('POST', `/admin/users/${userId}/end-sessions`);
      },
    },
    { name: 'invite', prepare: async () => () => administrator.ask('POST', '/admin/invitations', invitation()) },
    {
      name: 'take an invitation back',
      prepare: async () => {
        const invited = await made(
          administrator.ask<{ invitation: Reference }>('POST', '/admin/invitations', invitation()),
        );
        return () => administrator.ask('DELETE', `/admin/invitations/${invited.invitation.id}`);
      },
    },
    {
      name: 'change the settings',
      prepare: async () => {
        minutes += 1;
        const json = {
          registration: 'invitation',
          secondFactorRoles: ['admin'],
          sessionIdleMinutes: minutes,
          sessionHours: 12,
        };
        return () => administrator.ask('PUT', '/admin/settings', { json });
      },
    },
    {
      name: 'load the demo market',
      stride: 11,
      prepare: async () => {
        const writer = await signedIn(application, people, await people.person('analyst'));
        return () => writer.ask('POST', '/me/demo');
      },
    },
  ];
}
