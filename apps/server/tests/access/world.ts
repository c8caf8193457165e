/** Objects of every kind for one probe each, put into the database by its owner, so that a probe finds what it could change. */
import { randomBytes } from 'node:crypto';
import { createMatrix } from '@riskoptimizer/engine';
import type { Pool } from 'pg';
import { createId } from '../../src/core/ids.ts';
import { packPrices } from '../../src/domain/price-imports/staged-prices.ts';
import type { TestApplication } from '../api/test-application.ts';
import type { People, Person } from './people.ts';
import { addAlertRule, addAsset, addLedger, addPortfolio, ensureHolding } from './portfolio-rows.ts';
import { addTransactionImport } from './transaction-import-rows.ts';

/** Stands in every text of what is foreign: an answer that has it has leaked. */
export const canary = 'CANARY-4711';

export type ShareLevel = 'read' | 'edit' | 'expired';

/** An address with its ids filled in, and what is needed to say whether it was changed. */
export interface Target {
  readonly ids: Readonly<Record<string, string>>;
  /** An asset of the same owner, for bodies. */
  readonly assetId: string;
}

export type World = Awaited<ReturnType<typeof makeWorld>>;

export async function makeWorld({ owner: { pool }, ask }: TestApplication, people: People) {
  const foreigner = await people.person('advisor');
  const staged = await packPrices(importedTable);
  const csv = 'date,NEWONE\n2024-01-02,10\n2024-01-03,11\n2024-01-04,12\n';
  const headers = { 'content-type': 'text/csv' };
  const { token } = await people.session(foreigner.userId);
  const uploaded = await ask<{ id: string }>('POST', '/api/v1/price-imports', { body: csv, headers, token });
  if (uploaded.status !== 201) throw new Error(`The upload was answered ${uploaded.status}: ${uploaded.text}`);
  const preview = uploaded.body;

  /** A share of a portfolio of somebody else with the person; a portfolio of its own each time. */
  async function shared(person: Person, level: ShareLevel, kind: string): Promise<Target> {
    const assetId = await ensureHolding(pool, foreigner.userId, `SHARED-${level}`);
    const made =
      kind === 'ledger'
        ? await addLedger(pool, foreigner.userId, assetId, 'Portfolio')
        : kind === 'alert-rule'
          ? await addAlertRule(pool, foreigner.userId, assetId, 'Portfolio')
          : { portfolioId: await addPortfolio(pool, foreigner.userId, assetId) };
    const { portfolioId } = made;
    const shareId = await share(pool, people, { portfolioId, owner: foreigner, grantee: person, level });
    return { ids: { ...made, assetId, shareId }, assetId };
  }

  /** One object of the kind, and an asset of the same owner that portfolios may hold. */
  async function dataOf(userId: string, kind: string): Promise<Target> {
    const isForeign = userId === foreigner.userId;
    const assetId = await ensureHolding(pool, userId, isForeign ? canary : 'HELD');
    const add: Record<string, () => Promise<Record<string, string>>> = {
      portfolio: () => addShared(userId, assetId, isForeign ? canary : 'Own'),
      ledger: () => addLedger(pool, userId, assetId, isForeign ? canary : 'Own'),
      'alert-rule': () => addAlertRule(pool, userId, assetId, isForeign ? canary : 'Own'),
      alert: () => addAlertRule(pool, userId, assetId, isForeign ? canary : 'Own'),
      asset: () => addFollowed(pool, userId),
      import: () => addImport(userId),
      'transaction-import': () => addTransactionImport(pool, userId, assetId, isForeign ? canary : 'Own'),
      job: () => addJob(pool, userId),
      session: async () => ({ sessionId: (await people.session(userId)).sessionId }),
      passkey: () => addPasskey(pool, userId),
      'api-key': () => addApiKey(pool, userId),
    };
    return { ids: (await add[kind]?.()) ?? {}, assetId };
  }

  async function addShared(userId: string, assetId: string, name: string): Promise<Record<string, string>> {
    const portfolioId = await addPortfolio(pool, userId, assetId, name);
    const shareId = createId();
    await pool.query(
      `insert into portfolio_shares (id, portfolio_id, owner_id, email_sealed, email_index, level, created_at)
       values ($1, $2, $3, $4, $5, 'read', now())`,
      [shareId, portfolioId, userId, sealedEmail(people, shareId), createId()],
    );
    return { portfolioId, shareId };
  }

  async function addImport(userId: string): Promise<Record<string, string>> {
    const importId = createId();
    await pool.query(
      `insert into price_imports (id, owner_id, file_name, byte_count, preview, staged, status, created_at, expires_at)
       values ($1, $2, $3, 10, $4, $5, 'ready', now(), now() + interval '1 day')`,
      [importId, userId, canary, JSON.stringify({ ...preview, id: importId, fileName: `${canary}.csv` }), staged],
    );
    return { importId };
  }

  /** What an administrator manages: it is there, and whose it is does not matter. */
  async function managed(inviter: string): Promise<Target> {
    const invitationId = createId();
    await pool.query(
      `insert into invitations (id, token_hash, email_sealed, email_index, role, invited_by, created_at, expires_at)
       values ($1, $2, $3, $4, 'viewer', $5, now(), now() + interval '1 day')`,
      [
        invitationId,
        randomBytes(32),
        people.cipher.seal({ table: 'invitations', column: 'email_sealed', row: invitationId }, 'x@example.com'),
        createId(),
        inviter,
      ],
    );
    const { userId } = await people.person('viewer');
    return { ids: { userId, invitationId, sequence: '1' }, assetId: createId() };
  }

  function missing(): Target {
    const names = ['portfolioId', 'assetId', 'shareId', 'importId', 'jobId', 'sessionId', 'passkeyId', 'apiKeyId'];
    const ids = Object.fromEntries(
      [...names, 'transactionId', 'transactionImportId', 'ruleId', 'alertId', 'userId', 'invitationId'].map((name) => [
        name,
        createId(),
      ]),
    );
    return { ids: { ...ids, sequence: '999999999' }, assetId: createId() };
  }

  return {
    foreigner,
    shared,
    own: dataOf,
    foreign: (kind: string) => dataOf(foreigner.userId, kind),
    managed,
    missing,
  };
}

/** An asset with prices and a provider that does not know it any more. */
async function addFollowed(pool: Pool, userId: string): Promise<Record<string, string>> {
  const assetId = await addAsset(pool, userId, `${canary}-${createId()}`, 3);
  await pool.query(
    `insert into asset_feeds (asset_id, owner_id, provider, provider_symbol) values ($1, $2, 'simulated', $3)`,
    [assetId, userId, canary],
  );
  return { assetId };
}

async function addJob(pool: Pool, userId: string): Promise<Record<string, string>> {
  const jobId = createId();
  await pool.query(
    `insert into jobs (id, owner_id, kind, input, state, priority, turn, queue_id, result, created_at, finished_at)
     values ($1, $2, 'efficient-frontier', $3, 'done', 'normal', 0, $4, $3, now(), now())`,
    [jobId, userId, JSON.stringify({ canary }), createId()],
  );
  return { jobId };
}

async function addPasskey(pool: Pool, userId: string): Promise<Record<string, string>> {
  const passkeyId = createId();
  await pool.query(
    `insert into passkeys (id, user_id, credential_id, public_key, signature_counter, transports, backed_up, name, created_at)
     values ($1, $2, $3, '\\x00', 0, '[]', false, $4, now())`,
    [passkeyId, userId, createId(), canary],
  );
  return { passkeyId };
}

async function addApiKey(pool: Pool, userId: string): Promise<Record<string, string>> {
  const apiKeyId = createId();
  await pool.query(
    `insert into api_keys (id, user_id, name, prefix, key_hash, scopes, created_at, expires_at)
     values ($1, $2, $3, 'ro_00000000', $4, '["asset:read"]', now(), now() + interval '1 day')`,
    [apiKeyId, userId, canary, randomBytes(32)],
  );
  return { apiKeyId };
}

const importedTable = {
  dates: ['2024-01-02', '2024-01-03', '2024-01-04'],
  assets: ['NEWONE'],
  prices: Object.assign(createMatrix(3, 1), { data: Float64Array.of(10, 11, 12) }),
};

function sealedEmail(people: People, row: string): string {
  return people.cipher.seal({ table: 'portfolio_shares', column: 'email_sealed', row }, `${canary}@example.com`);
}

async function share(
  pool: Pool,
  people: People,
  { portfolioId, owner, grantee, level }: { portfolioId: string; owner: Person; grantee: Person; level: ShareLevel },
): Promise<string> {
  const shareId = createId();
  await pool.query(
    `insert into portfolio_shares (id, portfolio_id, owner_id, email_sealed, email_index, grantee_id, level, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, now() - interval '2 days', ${level === 'expired' ? "now() - interval '1 day'" : 'null'})`,
    [
      shareId,
      portfolioId,
      owner.userId,
      sealedEmail(people, shareId),
      createId(),
      grantee.userId,
      level === 'read' ? 'read' : 'edit',
    ],
  );
  return shareId;
}
