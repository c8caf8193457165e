/** Forged access tokens at three doors: a read, a change and the ticket of the live connection. Each is refused, and says nothing. */
import { createPrivateKey } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { type ForgedToken, type ForgingMaterial, forgedTokens, unforgedToken } from '../cryptography/forged-tokens.ts';
import { makePeople, type People } from './people.ts';

let application: TestApplication;
let people: People;
let material: ForgingMaterial;
let forged: ForgedToken[];

beforeAll(async () => {
  application = await startTestApplication();
  people = await makePeople(application);
  const { userId } = await people.person('admin');
  const [good, other] = [await people.session(userId), await people.session(userId)];
  const privateKey = createPrivateKey(await people.signingKey());
  material = { goodToken: good.token, otherToken: other.token, privateKey, now: new Date() };
  forged = forgedTokens(material).filter(({ sendable }) => sendable);
});
afterAll(async () => {
  await people.close();
  await application.stop();
});

const doors = [
  ['a read', 'GET', '/api/v1/portfolios', undefined],
  ['a change', 'POST', '/api/v1/portfolios', { name: 'Forged', allocation: { kind: 'weights', items: [] } }],
  ['the ticket of the live connection', 'POST', '/api/v1/stream/tickets', undefined],
] as const;

test.each(doors)('%s is open to the token that was not forged', async (_, method, path, json) => {
  const token = unforgedToken(material);
  const answer = await application.ask<{ code?: string }>(method, path, { token, ...(json && { json }) });
  expect(answer.body.code).not.toBe('sign-in-required');
});

test.each(doors)('%s is closed to every forged one, with one answer', async (_, method, path, json) => {
  const before = await application.countRows();
  const answers = new Set<string>();
  for (const { name, token } of forged) {
    const { length } = application.logged;
    const answer = await application.ask(method, path, { token, ...(json && { json }) });
    expect([name, answer.status]).toEqual([name, 401]);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="RiskOptimizer"');
    answers.add(answer.text.replace(/"requestId":"[^"]*"/, ''));
    const { requestId } = answer.body as { requestId: string };
    const lines = application.logged.slice(length).filter((line) => line.includes(requestId));
    const reasons = lines.filter((line) => line.includes('"reason"'));
    expect([name, reasons.length]).toEqual([name, 1]);
    // An empty token would stand in every line.
    if (token.length > 20) expect(lines.some((line) => line.includes(token))).toBe(false);
  }
  expect(answers.size).toBe(1);
  expect(await application.countRows()).toEqual(before);
  console.log(`${forged.length} forged tokens at ${path}: all refused.`);
});
