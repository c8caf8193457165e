/**
 * The whole matrix once more with the first wall taken away: the services are told that everybody owns everything. What is
 * foreign still neither gets out nor changes, because the database shows no row of it (row security).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ObjectAccess } from '../../src/domain/access/object-access.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { makeCallers, type NamedCaller } from './callers.ts';
import { documentedRoutes, type Row } from './documented-access.ts';
import { makePeople, type People } from './people.ts';
import { addressOf, probeOf } from './probes.ts';
import { rowsOf } from './target-rows.ts';
import { canary, makeWorld, type Target, type World } from './world.ts';

let application: TestApplication;
let people: People;
let world: World;
let callers: NamedCaller[];
const counts = { checks: 0, let: 0 };

/** Whatever is asked for, the actor owns it. */
const everybodyOwnsEverything = (): ObjectAccess => {
  const ownerOf = async (table: string, id: string, actor: string) => {
    const { rows } = await application.owner.pool.query<{ owner_id: string }>(
      `select owner_id from ${table} where id = $1`,
      [id],
    );
    counts.let += 1;
    return { ownerId: rows[0]?.owner_id ?? actor, level: 'owner' as const };
  };
  return {
    portfolio: (actor, id) => ownerOf('portfolios', id, actor.userId),
    restorablePortfolio: (actor, id) => ownerOf('portfolios', id, actor.userId),
    asset: (actor, id) => ownerOf('assets', id, actor.userId),
    priceImport: (actor, id) => ownerOf('price_imports', id, actor.userId),
    transactionImport: (actor, id) => ownerOf('transaction_imports', id, actor.userId),
    job: (actor, id) => ownerOf('jobs', id, actor.userId),
    alert: (actor, id) => ownerOf('alerts', id, actor.userId),
  };
};

beforeAll(async () => {
  application = await startTestApplication({
    environment: { RISKOPTIMIZER_FIELD_KEYS: 'given' },
    replaced: { access: everybodyOwnsEverything },
  });
  people = await makePeople(application);
  world = await makeWorld(application, people);
  callers = await makeCallers(people);
}, 300_000);
afterAll(async () => {
  console.log(`${counts.checks} checks without the checks of the services, which let ${counts.let} requests through.`);
  await people.close();
  await application.stop();
});

const named = documentedRoutes
  // Of users, invitations and the audit trail the permission decides, not whose they are.
  .filter((row) => row.object === '-' || row.object!.includes(':'))
  .map((row): [string, Row] => [row.route!, row]);

describe('row security alone lets nothing out', () => {
  test.each(named)('%s', { timeout: 600_000 }, async (name, row) => {
    const wrong: string[] = [];
    for (const caller of callers) {
      for (const target of await foreignTargets(row, caller)) {
        const kept = await rowsOf(application.owner.pool, target);
        const [method, path] = row.address!.split(' ') as [string, string];
        const asked = probeOf(name, target, `Portfolio ${target.ids.portfolioId}`);
        const token = await caller.bearer(name, method !== 'GET');
        const answer = await application.ask(method, addressOf(path, target), { ...asked, token });
        counts.checks += 1;
        if (answer.text.includes(canary))
          wrong.push(`${caller.name}: ${answer.status} with something of somebody else`);
        if (answer.status >= 500 && !isRefusedByTheDatabase(answer.text))
          wrong.push(`${caller.name}: ${answer.status}`);
        if ((await rowsOf(application.owner.pool, target)) !== kept) wrong.push(`${caller.name}: rows were changed`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('the checks were really away', () => expect(counts.let).toBeGreaterThan(100));
});

/** A row that is written for somebody else is refused by a policy; without the first wall that is a defect of the server. */
function isRefusedByTheDatabase(problem: string): boolean {
  const { requestId } = JSON.parse(problem) as { requestId: string };
  const lines = application.logged.filter((line) => line.includes(requestId));
  return lines.some((line) => line.includes('violates row-level security policy'));
}

/** What is foreign, and what was shared until yesterday. A body names assets of somebody else as well. */
async function foreignTargets(row: Row, caller: NamedCaller): Promise<Target[]> {
  const kind = row.object!.split(':')[0]!;
  const foreign = await world.foreign(kind === '-' ? 'portfolio' : kind);
  return ['portfolio', 'ledger', 'alert-rule'].includes(kind)
    ? [foreign, await world.shared(caller.person, 'expired', kind)]
    : [foreign];
}
