/**
 * Secrets, personal data and names are sent through every route, rightly and wrongly, and then looked for wherever something is
 * written: logs at every level, answers, the API's description, the audit trail, the database, the files of the data folder.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { createMovableClock } from '../support/movable-clock.ts';
import { Canaries, type Hit, type Kind } from './canaries.ts';
import { breakTables, type Kept, sendNonsense, tryDoors } from './failures.ts';
import { type Everybody, live, noteSession } from './journey.ts';
import { activityAsText, filesAsText, type Place, tablesAsText } from './places.ts';

const canaries = new Canaries();
const clock = createMovableClock();
let application: TestApplication;
let dataFolder: string;
let everybody: Everybody;
const answers: Kept[] = [];
let looked = 0;

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'riskoptimizer-canary-'));
  application = await startTestApplication({
    clock,
    logLevel: 'trace',
    environment: {
      RISKOPTIMIZER_BCRYPT_ROUNDS: '10',
      RISKOPTIMIZER_DATA: dataFolder,
      RISKOPTIMIZER_AUDIT_HEADS: join(dataFolder, 'audit', 'heads.jsonl'),
    },
  });
  noteServerSecrets();
  everybody = await live({ application, clock, canaries });
  answers.push(...(await sendNonsense(application, everybody)));
  answers.push(...(await tryDoors(application, everybody)));
  for (const email of ['dora', 'emil']) canaries.note('personal', 'e-mail address', `${email}.canary@canaries.example`);
  for (const name of ['Dora Pirolgold', 'Pirolgold Vorsorge', 'Zeisiggrün der Zweite']) {
    canaries.note('confidential', 'name that was never stored', name);
  }
  answers.push(...(await breakTables(application, everybody)));
  for (const somebody of [everybody.ada, everybody.bob, everybody.carol]) noteSession(canaries, somebody);
  for (const { text } of answers) {
    for (const [, name = '', token = ''] of text.matchAll(/"(accessToken|refreshToken|ticket|key)":"([^"]+)"/g)) {
      canaries.note('secret', name, token);
    }
  }
  for (const { text } of application.mails) {
    for (const [, token] of text.matchAll(/#token=([\w-]{43})/g)) canaries.note('secret', 'link of a mail', token);
  }
}, 600_000);
afterAll(async () => {
  await application.stop();
  await rm(dataFolder, { recursive: true, force: true });
  const counts = Object.entries(canaries.counts()).map(([name, count]) => `${count} ${name}`);
  console.log(`${canaries.size} canaries (${counts.join(', ')}) × ${looked} places, ${answers.length} bad requests`);
});

const every: readonly Kind[] = ['secret', 'nonce', 'personal', 'confidential'];

function search(places: readonly Place[], kinds: readonly Kind[]): Hit[] {
  looked += places.length;
  return places.flatMap(({ place, text }) => canaries.hits(place, text, kinds));
}

test('the run is worth something: people lived, requests failed in every way, and a canary is found where it is', () => {
  const statuses = new Set(answers.map(({ status }) => status));
  for (const status of [400, 401, 403, 404, 415, 500]) expect(statuses).toContain(status);
  expect(canaries.size).toBeGreaterThan(60);
  expect(application.logged.length).toBeGreaterThan(1000);
  const { password, email } = everybody.ada;
  const text = `a ${Buffer.from(password).toString('base64')} b ${email.toUpperCase().toLowerCase()}`;
  expect(canaries.hits('here', text, every).map(({ form }) => form)).toEqual(['as it is', 'base64', 'base64url']);
});

test('nothing is found in the log, at any level', () => {
  const places = application.logged.map((text, line) => ({ place: `log, line ${line}`, text }));
  expect(search(places, every)).toEqual([]);
});

test('nothing is found in what the terminal is told, but the set-up link', () => {
  const places = application.said.map((text) => ({ place: 'terminal', text }));
  expect(search(places, every).filter(({ canary }) => canary !== 'set-up link')).toEqual([]);
});

test('nothing is found in the answer to a bad request: no secret at all, and nothing of other people', () => {
  const bad = answers
    .filter(({ status }) => status >= 400)
    .map(({ request, who, text }) => ({ place: `${who}: ${request}`, text }));
  // Whoever sends a secret as the name of a field, or as a version, is told which name or version that was.
  const isOwn = ({ around }: Hit) => /unrecognized keys?: |If-Match is /.test(around);
  expect(search(bad, ['secret', 'nonce']).filter((hit) => !isOwn(hit))).toEqual([]);
  const ofOthers = answers
    .filter(({ who, status }) => status >= 400 && (who === 'nobody' || who === 'a forger'))
    .map(({ request, who, text }) => ({ place: `${who}: ${request}`, text }));
  expect(search(ofOthers, ['personal', 'confidential'])).toEqual([]);
});

test('nothing is found in what everybody may read: the description with its examples, the reference, health, status', async () => {
  const paths = [
    '/api/v1/openapi.json',
    '/docs/',
    '/api/v1/health/live',
    '/api/v1/health/ready',
    '/api/v1/auth/status',
    '/',
  ];
  const places: Place[] = [];
  for (const path of paths)
    places.push({ place: path, text: (await application.ask('GET', path, { token: null })).text });
  expect(search(places, every)).toEqual([]);
});

test('nothing is found in the audit trail: no secret, and personal values are masked', async () => {
  const { rows } = await application.owner.pool.query<{ content: string }>('select content from audit_entries');
  expect(rows.length).toBeGreaterThan(50);
  const places = rows.map(({ content }, index) => ({ place: `audit entry ${index + 1}`, text: content }));
  const { text } = await everybody.ada.ask('POST', '/audit/exports', {});
  expect(search([...places, { place: 'audit export', text }], ['secret', 'nonce', 'personal'])).toEqual([]);
});

test('nothing is found in the database: secrets are hashed, personal values sealed', async () => {
  const places = [...(await tablesAsText(application.owner.pool)), await activityAsText(application.owner.pool)];
  expect(places.length).toBeGreaterThan(20);
  expect(search(places, ['secret', 'personal'])).toEqual([]);
});

test('nothing is found in the files of the data folder', async () => {
  const places = await filesAsText(dataFolder, ['secrets', 'mail']);
  expect(places.map(({ place }) => place)).toContain('file audit/heads.jsonl');
  expect(search(places, every)).toEqual([]);
  expect(dirname(application.config.auditHeads)).toBe(join(dataFolder, 'audit'));
});

/** Keys of the server: in no log, answer, row or file but those of secrets/. */
function noteServerSecrets(): void {
  const { passwordPeppers, fieldKeys, blindIndexKey, requestProofKey, auditSigningKey } = application.parts.secrets;
  for (const { bytes } of passwordPeppers) noteBytes('pepper', bytes);
  for (const { bytes } of fieldKeys) noteBytes('field key', bytes);
  noteBytes('blind index key', blindIndexKey);
  noteBytes('request proof key', requestProofKey);
  noteBytes('audit signing key', auditSigningKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32));
}

function noteBytes(name: string, bytes: Uint8Array): void {
  const buffer = Buffer.from(bytes);
  canaries.note('secret', name, buffer.toString('base64').replace(/=*$/, ''));
  canaries.note('secret', name, buffer.toString('base64url'));
  canaries.note('secret', name, buffer.toString('hex'));
}
