/** Messages about alerts: mails, and webhooks whose signature is computed here anew, by other code. */
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Alert, AlertDelivery, AlertRule, AlertWebhook, Job, JobList, Problem } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createEgress } from '../../src/infrastructure/third-party/egress/egress.ts';
import { makePeople, type People } from '../access/people.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { until } from '../support/wait.ts';
import { type ProviderServer, startProviderServer } from '../third-party/provider-server.ts';
import { type AlertDesk, openAlertDesk } from './alert-desk.ts';

const host = 'hooks.example.com';
const address = `https://${host}/alerts?token=of-the-address`;
let hooks: ProviderServer;
let application: TestApplication;
let people: People;
let desk: AlertDesk;

interface Taken {
  readonly headers: IncomingMessage['headers'];
  readonly url: string | undefined;
  readonly body: string;
}
let taken: Taken[] = [];

beforeAll(async () => {
  hooks = await startProviderServer([host]);
  const egress = createEgress({
    allowedLoopback: hooks.allowedLoopback,
    resolveName: async () => [{ address: '10.0.0.5', family: 4 }],
  });
  application = await startTestApplication({
    environment: { RISKOPTIMIZER_WORKERS: '2' },
    replaced: { egress },
  });
  people = await makePeople(application);
}, 60_000);
afterAll(async () => {
  await people.close();
  await application.stop();
  await hooks.close();
});
beforeEach(async () => {
  desk = await openAlertDesk(application, people);
  answerWith(() => 204);
});

/** Each request is kept, and answered with the status that is said for its number, from 1 on. */
function answerWith(statusOf: (count: number) => number, headers: Record<string, string> = {}): void {
  taken = [];
  hooks.answerWith((request, response) => {
    const keep = async () => {
      taken.push({ headers: request.headers, url: request.url, body: await text(request) });
      response.writeHead(statusOf(taken.length), headers).end();
    };
    void keep();
  });
}

async function ruleWith(channels: readonly string[]): Promise<AlertRule> {
  const subject = { kind: 'asset', assetId: desk.assetIds[0] };
  return desk.createRule({ name: 'ACME is dear', measure: 'price', subject, threshold: '150', channels });
}
const cross = () => desk.addClose(desk.assetIds[0], 200);
const webhookPath = ({ id }: AlertRule) => `/portfolios/${desk.portfolioId}/alert-rules/${id}/webhook`;

async function setWebhook(rule: AlertRule, to = address): Promise<AlertWebhook> {
  const { status, body, text: said } = await desk.ask<AlertWebhook>('PUT', webhookPath(rule), { address: to });
  if (status !== 200) throw new Error(`No webhook: ${status} ${said}`);
  return body;
}

/** The alert of the rule once its messages fit. */
async function delivered(rule: AlertRule, fits: (deliveries: AlertDelivery[]) => boolean): Promise<Alert> {
  let found: Alert | undefined;
  await until(
    'the messages are as expected',
    async () => {
      [found] = await desk.alertsOf(rule.id);
      return found !== undefined && fits(found.deliveries);
    },
    40_000,
  ).catch((error: unknown) => {
    throw new Error(`${String(error)} They are ${JSON.stringify(found?.deliveries)}`);
  });
  return found!;
}
const areSent = (count: number) => (all: AlertDelivery[]) =>
  all.length === count && all.every(({ state }) => state === 'sent');

/** By the Web Crypto API, and from what the guide says. */
async function signatureOf(secret: string, { headers, body }: Taken): Promise<string> {
  const encode = (words: string) => new TextEncoder().encode(words);
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encode(secret), algorithm, false, ['sign']);
  const signed = `${String(headers['riskoptimizer-timestamp'])}.${body}`;
  return `v1=${Buffer.from(await crypto.subtle.sign('HMAC', key, encode(signed))).toString('hex')}`;
}

test('an alert goes out by mail and webhook when it begins and when it is over', async () => {
  const rule = await ruleWith(['in-app', 'email', 'webhook']);
  const { secret, host: shown } = await setWebhook(rule);
  expect(shown).toBe(host);
  await cross();
  const raised = await delivered(rule, areSent(2));
  await desk.addClose(desk.assetIds[0], 100);
  const over = await delivered(rule, areSent(4));
  expect(over).toMatchObject({ id: raised.id, state: 'over' });

  const mails = application.mails.filter(({ to }) => to === desk.person.email);
  expect(mails.map(({ subject }) => subject)).toEqual(['Alert: ACME is dear', 'Over: ACME is dear']);
  expect(mails[0]!.text).toContain('Price of ACME in Core is 200 USD, above 150 USD.');
  expect(mails[1]!.text).toContain('Price of ACME in Core is back at 100 USD and no longer above 150 USD.');

  expect(taken.map(({ url }) => url)).toEqual(['/alerts?token=of-the-address', '/alerts?token=of-the-address']);
  for (const message of taken) {
    expect(message.headers['riskoptimizer-signature']).toBe(await signatureOf(secret, message));
    const seconds = Number(message.headers['riskoptimizer-timestamp']);
    expect(Math.abs(seconds - Date.now() / 1000)).toBeLessThan(60);
    expect(message.headers['content-type']).toBe('application/json');
  }
  const bodies = taken.map(
    ({ body }) => JSON.parse(body) as { id: string; occasion: string; alert: { value: string } },
  );
  expect(bodies.map(({ occasion, alert }) => [occasion, alert.value])).toEqual([
    ['raised', '200'],
    ['over', '100'],
  ]);
  for (const [index, { id }] of bodies.entries()) {
    expect(taken[index]!.headers['riskoptimizer-delivery']).toBe(id);
    expect(over.deliveries.map((delivery) => delivery.id)).toContain(id);
  }
  // With another secret, or another word, it is another signature.
  expect(await signatureOf(`${secret}x`, taken[0]!)).not.toBe(taken[0]!.headers['riskoptimizer-signature']);
  const changed = { ...taken[0]!, body: taken[0]!.body.replace('200', '201') };
  expect(await signatureOf(secret, changed)).not.toBe(taken[0]!.headers['riskoptimizer-signature']);
});

describe('the secret', () => {
  test('is shown once, new each time, and neither it nor the address stands anywhere in clear text', async () => {
    const rule = await ruleWith(['webhook']);
    const first = await setWebhook(rule);
    const second = await setWebhook(rule);
    expect(second.secret).not.toBe(first.secret);
    const shown = await desk.ask<AlertRule>('GET', `/portfolios/${desk.portfolioId}/alert-rules/${rule.id}`);
    expect(shown.body.webhook).toEqual({ host, createdAt: second.createdAt });
    const { rows } = await application.owner.pool.query(
      `select row_to_json(one)::text as row from alert_webhooks as one union all select content::text from audit_entries
       union all select row_to_json(one)::text from idempotency_keys as one union all select input from jobs`,
    );
    const everything = JSON.stringify(rows) + application.logged.join('\n') + shown.text;
    for (const secret of [first.secret, second.secret, 'of-the-address']) expect(everything).not.toContain(secret);
    await cross();
    await delivered(rule, areSent(1));
    expect(taken[0]!.headers['riskoptimizer-signature']).toBe(await signatureOf(second.secret, taken[0]!));
  });

  test('goes with the webhook, and an alert without one says so', async () => {
    const rule = await ruleWith(['webhook']);
    await setWebhook(rule);
    expect((await desk.ask('DELETE', webhookPath(rule))).status).toBe(204);
    expect((await desk.ask('DELETE', webhookPath(rule))).status).toBe(404);
    await cross();
    const alert = await delivered(rule, ([only]) => only?.state === 'failed');
    expect(alert.deliveries[0]!.outcome).toMatch(/no webhook/u);
    expect(taken).toEqual([]);
  });
});

test.each([
  'http://hooks.example.com/',
  'https://127.0.0.1/',
  'https://[::1]/',
  'https://0x7f.1/',
  'https://2130706433/',
  'https://localhost/',
  'https://hooks.example.com:8443/',
  `https://${['me', 'word'].join(':')}@hooks.example.com/`,
  'https://intranet/',
  'ftp://hooks.example.com/',
  'hooks.example.com',
])('%s is no address for a webhook', async (wrong) => {
  const rule = await ruleWith(['webhook']);
  const { status, body } = await desk.ask<Problem>('PUT', webhookPath(rule), { address: wrong });
  expect([status, body.errors?.[0]?.field]).toEqual([400, '/address']);
});

describe('a message that is not taken', () => {
  test('is tried again, with pauses, under one id', async () => {
    answerWith((count) => [503, 429, 200][count - 1] ?? 200);
    const rule = await ruleWith(['webhook']);
    const { secret } = await setWebhook(rule);
    await cross();
    const alert = await delivered(rule, ([only]) => only?.state === 'waiting' && only.outcome !== null);
    expect(alert.deliveries[0]!.outcome).toMatch(/answered (503|429)/u);
    const { deliveries } = await delivered(rule, areSent(1));
    expect(deliveries).toMatchObject([{ attempts: 3, outcome: 'Taken with 200.' }]);
    const ids = new Set(taken.map(({ headers }) => headers['riskoptimizer-delivery']));
    expect([...ids]).toEqual([deliveries[0]!.id]);
    expect(new Set(taken.map(({ body }) => body)).size).toBe(1);
    for (const message of taken)
      expect(message.headers['riskoptimizer-signature']).toBe(await signatureOf(secret, message));
  });

  test('is given up when the host refuses it, and sent when its owner retries the job', async () => {
    answerWith((count) => (count === 1 ? 410 : 200));
    const rule = await ruleWith(['webhook']);
    await setWebhook(rule);
    await cross();
    await delivered(rule, ([only]) => only?.state === 'failed' && only.outcome === 'The host answered 410.');
    const jobs = await desk.ask<JobList>('GET', '/jobs');
    const [job] = jobs.body.items;
    expect(job).toMatchObject({ kind: 'alert-delivery', state: 'failed' });
    expect((await desk.ask<Job>('POST', `/jobs/${job!.id}/retry`)).status).toBe(200);
    await delivered(rule, areSent(1));
    expect(taken.length).toBe(2);
  });

  test('follows no redirect', async () => {
    answerWith(() => 302, { location: `https://${host}/elsewhere` });
    const rule = await ruleWith(['webhook']);
    await setWebhook(rule);
    await cross();
    const alert = await delivered(rule, ([only]) => only?.state === 'failed');
    expect(alert.deliveries[0]!.outcome).toMatch(/redirect/u);
    expect(taken.map(({ url }) => url)).toEqual(['/alerts?token=of-the-address']);
  });

  test('never goes to a name that leads into the own network', async () => {
    const rule = await ruleWith(['webhook']);
    await setWebhook(rule, 'https://inside.example.com/');
    await cross();
    const alert = await delivered(rule, ([only]) => only?.state === 'failed');
    expect(alert.deliveries[0]!).toMatchObject({ attempts: 1 });
    expect(alert.deliveries[0]!.outcome).toMatch(/10\.0\.0\.5 \(private\), which is not public/u);
  });

  test('is nobody else’s to send', async () => {
    const rule = await ruleWith(['webhook']);
    await setWebhook(rule);
    await cross();
    const { deliveries } = await delivered(rule, areSent(1));
    const stranger = await people.person('advisor');
    const { token } = await people.session(stranger.userId);
    const json = { kind: 'alert-delivery', input: { deliveryId: deliveries[0]!.id } };
    expect((await application.ask('POST', '/api/v1/jobs', { json, token })).status).toBe(404);
    // And what was sent is sent to its owner no second time.
    const again = await desk.ask<Job>('POST', '/jobs', json);
    await until(
      'the job is done',
      async () => (await desk.ask<Job>('GET', `/jobs/${again.body.id}`)).body.state === 'done',
    );
    await sleep(100);
    expect(taken.length).toBe(1);
  });
});
