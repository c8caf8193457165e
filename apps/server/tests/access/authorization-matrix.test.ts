/**
 * Every route × everybody × every standing to the object: the answer is what docs/authorization.md promises. The expectations are
 * read from the document by tests/access/documented-access.ts, not from the table that the server checks by.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, startTestApplication, type TestApplication } from '../api/test-application.ts';
import { makeCallers, type NamedCaller } from './callers.ts';
import { documentedRoutes, promised, type Row, type Standing } from './documented-access.ts';
import { makePeople, type People } from './people.ts';
import { addressOf, probeOf } from './probes.ts';
import { rowsOf } from './target-rows.ts';
import { canary, makeWorld, type Target, type World } from './world.ts';

type Description = {
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>;
};

let application: TestApplication;
let people: People;
let world: World;
let callers: NamedCaller[];
let description: Description;

beforeAll(async () => {
  application = await startTestApplication({
    // Where the keys are given from outside, a new one is refused with the place to put it.
    environment: { RISKOPTIMIZER_FIELD_KEYS: 'given' },
  });
  people = await makePeople(application);
  world = await makeWorld(application, people);
  callers = await makeCallers(people);
  description = (await application.ask<Description>('GET', '/api/v1/openapi.json')).body;
}, 300_000);
afterAll(async () => {
  report();
  await people.close();
  await application.stop();
});

/** What a probe of a route is answered that could be carried out. */
function successesOf(name: string): number[] {
  const operations = Object.values(description.paths).flatMap((path) => Object.values(path));
  const { responses } = operations.find(({ operationId }) => operationId === name)!;
  return [
    ...Object.keys(responses)
      .map(Number)
      .filter((status) => status < 300),
    ...(unfinished[name] ?? []),
  ];
}

/**
 * Routes that are reached, and then ask for what only a person with an authenticator or the right password has; the codes of
 * the refusals of access are never among these answers.
 */
const unfinished: Readonly<Record<string, readonly number[]>> = {
  stepUp: [401, 409, 422, 429],
  changePassword: [401, 409, 422, 429],
  confirmTotp: [400, 401, 409, 422, 429],
  addPasskey: [400, 401, 409, 422, 429],
  beginPasskey: [409],
  beginTotp: [409],
  removeTotp: [404, 409],
  // The last factor of a role that must have one.
  removePasskey: [409],
  createRecoveryCodes: [409],
  requestEmailChange: [409, 429],
  // The portfolio is an active one.
  restorePortfolio: [409],
  // Once for each user.
  loadDemo: [409],
  // The job is done.
  cancelJob: [409],
  retryJob: [409],
  // Only into an empty account.
  importEverything: [409],
  // The keys are given from outside here.
  rotateFieldKey: [409],
};
const refusalCodes = new Set([
  'sign-in-required',
  'permission-denied',
  'second-factor-required',
  'step-up-required',
  'csrf-refused',
]);

const counts = { checks: 0, routes: 0 };
const times = new Map<string, { foreign: number[]; missing: number[] }>();

const dataKinds = new Set([
  'portfolio',
  'ledger',
  'asset',
  'import',
  'transaction-import',
  'job',
  'alert-rule',
  'alert',
  'session',
  'passkey',
  'api-key',
]);
const sharedKinds = new Set(['portfolio', 'ledger', 'alert-rule', 'asset']);

/** What a caller can be to the object of a row. */
function standingsOf(row: Row, caller: NamedCaller): Standing[] {
  const kind = row.object!.split(':')[0]!;
  if (kind === '-') return ['none'];
  if (!dataKinds.has(kind)) return ['foreign', 'missing'];
  return sharedKinds.has(kind) ? ['own', 'foreign', caller.shareLevel, 'missing'] : ['own', 'foreign', 'missing'];
}

async function targetOf(row: Row, caller: NamedCaller, standing: Standing): Promise<Target> {
  const kind = row.object!.split(':')[0]!;
  const { userId } = caller.person;
  if (standing === 'missing') return { ...world.missing(), assetId: (await world.own(userId, '-')).assetId };
  if (standing === 'own' || standing === 'none') return world.own(userId, kind);
  if (!dataKinds.has(kind)) return world.managed(world.foreigner.userId);
  if (standing === 'foreign') return world.foreign(kind);
  return world.shared(caller.person, standing, kind);
}

const named = documentedRoutes.map((row): [string, Row] => [row.route!, row]);

describe('every route answers everybody as documented', () => {
  test.each(named)('%s', { timeout: 600_000 }, async (name, row) => {
    counts.routes += 1;
    const wrong: string[] = [];
    const bodies = new Map<string, string>();
    for (const caller of callers) {
      for (const standing of standingsOf(row, caller)) {
        const target = await targetOf(row, caller, standing);
        const isForeign = standing === 'foreign' && row.object!.includes(':');
        const kept = isForeign ? await rowsOf(application.owner.pool, target) : '';
        const began = performance.now();
        const answer = await probe(name, row, caller, target);
        const took = performance.now() - began;
        counts.checks += 1;
        wrong.push(
          ...faultsOf(name, row, caller, standing, answer).map((fault) => `${caller.name}, ${standing}: ${fault}`),
        );
        if (answer.status === 404) {
          bodies.set(`${caller.name} ${standing}`, withoutIds(answer.text, target));
          noteTime(name, standing, took);
        }
        if (isForeign && (await rowsOf(application.owner.pool, target)) !== kept)
          wrong.push(`${caller.name}, ${standing}: rows of somebody else were changed`);
      }
    }
    expect(wrong).toEqual([]);
    // Foreign, expired and missing look the same, to everybody.
    expect(new Set(bodies.values()).size).toBeLessThanOrEqual(1);
  });
});

async function probe(name: string, row: Row, caller: NamedCaller, target: Target): Promise<Answer<{ code?: string }>> {
  const [method, path] = row.address!.split(' ') as [string, string];
  const asked = probeOf(name, target, `Portfolio ${target.ids.portfolioId}`);
  const mayEndIt = method !== 'GET' && /^\/(auth|me|admin)\//.test(path);
  const token = await caller.bearer(name, mayEndIt);
  return application.ask(method, addressOf(path, target), { ...asked, token });
}

function faultsOf(
  name: string,
  row: Row,
  caller: NamedCaller,
  standing: Standing,
  answer: Answer<{ code?: string }>,
): string[] {
  const { status, body, text } = answer;
  const expected = promised(row, caller, standing);
  const faults: string[] = [];
  const said = `${status} ${body.code ?? ''}`.trim();
  if (expected === 'through') {
    const isRefused = refusalCodes.has(body.code ?? '');
    // A renewal answers to its own token, which is none here.
    const isOwnAnswer = name === 'refreshSession' && body.code === 'sign-in-required';
    const isFine = row.who === 'public' ? !isRefused || isOwnAnswer : successesOf(name).includes(status) && !isRefused;
    if (!isFine) faults.push(`${said} instead of being let through`);
  } else if (status !== expected) {
    faults.push(`${said} instead of ${expected}`);
  }
  if (status >= 500 && name !== 'ready') faults.push(said);
  const mayNotSee = expected !== 'through' && standing !== 'own';
  if (mayNotSee && text.includes(canary)) faults.push('the answer has something of somebody else');
  return faults;
}

function withoutIds(text: string, { ids }: Target): string {
  const plain = Object.values(ids).reduce((cut, id) => cut.replaceAll(id, 'ID'), text);
  return plain.replace(/"requestId":"[^"]*"/, '');
}

function noteTime(name: string, standing: Standing, took: number): void {
  const kept = times.get(name) ?? { foreign: [], missing: [] };
  times.set(name, kept);
  if (standing === 'foreign' || standing === 'missing') kept[standing].push(took);
}

function report(): void {
  const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  console.log(
    `${counts.routes} routes x ${callers.length} callers x own, foreign, shared, missing = ${counts.checks} checks.`,
  );
  const table = [...times].filter(([, { foreign, missing }]) => foreign.length > 0 && missing.length > 0);
  for (const [name, { foreign, missing }] of table)
    console.log(
      `${name}: foreign ${median(foreign).toFixed(1)} ms, missing ${median(missing).toFixed(1)} ms (medians)`,
    );
}
