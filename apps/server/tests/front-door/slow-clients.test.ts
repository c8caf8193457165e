/** Hundreds of clients that begin a request and never end it: each is closed in time, and nobody else waits for them. */
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectionsCheckedEveryMs, headersTimeoutMs, requestTimeoutMs } from '../../src/api/limits.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { head } from './raw-request.ts';

let application: TestApplication;
beforeAll(async () => {
  application = await startTestApplication();
});
afterAll(() => application.stop());

interface SlowClient {
  readonly socket: Socket;
  /** Milliseconds after the beginning; null while it is open. */
  closedAfterMs: number | null;
  answer: string;
}

function begin(text: string): SlowClient {
  const { hostname, port } = new URL(application.address);
  const began = performance.now();
  const socket = connect(Number(port), hostname, () => socket.write(text));
  const client: SlowClient = { socket, closedAfterMs: null, answer: '' };
  socket.on('data', (piece) => {
    client.answer += String(piece);
  });
  socket.on('close', () => {
    client.closedAfterMs = performance.now() - began;
  });
  socket.on('error', () => {});
  return client;
}

test('half-open heads and bodies are closed, and others are answered all the while', async () => {
  const many = (text: string) => Array.from({ length: 200 }, () => begin(text));
  const heads = many('GET /api/v1/assets HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
  const bodies = many(
    `${head('POST', '/api/v1/auth/sign-in', { 'content-type': 'application/json', 'content-length': '1000' })}{"email":`,
  );
  // The most patient kind: a byte from time to time.
  const dripping = setInterval(() => {
    for (const { socket, closedAfterMs } of [...heads, ...bodies])
      if (closedAfterMs === null && socket.writable) socket.write(' ');
  }, 3_000);
  const latencies: number[] = [];
  const isOpen = ({ closedAfterMs }: SlowClient) => closedAfterMs === null;
  const limitMs = requestTimeoutMs + connectionsCheckedEveryMs + 8_000;
  for (let waited = 0; waited < limitMs && [...heads, ...bodies].some(isOpen); waited += 500) {
    const began = performance.now();
    expect((await application.ask('GET', '/api/v1/health/live')).status).toBe(200);
    latencies.push(performance.now() - began);
    await sleep(500);
  }
  clearInterval(dripping);
  for (const { socket } of [...heads, ...bodies]) socket.destroy();

  const slowest = (clients: SlowClient[]) => Math.max(...clients.map((one) => one.closedAfterMs ?? Infinity));
  expect(slowest(heads)).toBeLessThan(headersTimeoutMs + connectionsCheckedEveryMs + 5_000);
  expect(slowest(bodies)).toBeLessThan(limitMs);
  const answers = bodies.map(({ answer }) => [answer.slice(0, 12), /"detail":"([^"]*)"/.exec(answer)?.[1]]);
  expect(new Set(answers.map((answer) => answer.join(' ')))).toEqual(
    new Set(['HTTP/1.1 400 The request did not come to an end in time. Send it again.']),
  );
  expect(latencies.toSorted((left, right) => left - right)[Math.floor(latencies.length * 0.9)]).toBeLessThan(1_000);
}, 120_000);
