import type { StreamMessage } from '@riskoptimizer/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveStream } from './stream.ts';

/** Stands for the other end of a connection: says and closes when a test wants it. */
class Connection extends EventTarget {
  isClosed = false;
  readyState = 1;
  say(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data: typeof data === 'string' ? data : JSON.stringify(data) }));
  }
  close(): void {
    this.isClosed = true;
    this.dispatchEvent(new Event('close'));
  }
}

const hello: StreamMessage = {
  type: 'hello',
  sequence: 1,
  sessionId: '33333333-3333-4333-8333-333333333333',
};

describe('the live stream', () => {
  let opened: { url: string; connection: Connection }[];
  let heard: StreamMessage[];
  let ticket: () => Promise<{ ticket: string }>;
  beforeEach(() => {
    vi.useFakeTimers();
    opened = [];
    heard = [];
    ticket = () => Promise.resolve({ ticket: `ticket ${opened.length}` });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const open = (origin = 'https://desk.example.com') =>
    new LiveStream({
      origin,
      ticket: () => ticket(),
      onMessage: (message) => heard.push(message),
      connect: (url) => {
        const connection = new Connection();
        opened.push({ url, connection });
        return connection as unknown as WebSocket;
      },
    });

  it('opens with a ticket, securely where the page is, and tells what is said', async () => {
    open();
    await vi.advanceTimersByTimeAsync(0);
    expect(opened[0]?.url).toBe('wss://desk.example.com/api/v1/stream?ticket=ticket+0');
    opened[0]?.connection.say(hello);
    opened[0]?.connection.say({ type: 'unheard-of' });
    opened[0]?.connection.say('no JSON');
    expect(heard).toEqual([hello]);
    open('http://127.0.0.1:8080');
    await vi.advanceTimersByTimeAsync(0);
    expect(opened[1]?.url).toMatch(/^ws:\/\/127\.0\.0\.1:8080\//);
  });

  it('opens again with a new ticket, after longer and longer pauses, at most a minute', async () => {
    open();
    const pausesMs: number[] = [];
    for (let round = 0; round < 10; round++) {
      await vi.advanceTimersByTimeAsync(0);
      const count = opened.length;
      opened.at(-1)?.connection.close();
      const began = Date.now();
      while (opened.length === count) await vi.advanceTimersByTimeAsync(100);
      pausesMs.push(Date.now() - began);
    }
    expect(pausesMs[0]).toBeLessThanOrEqual(1_000);
    expect(pausesMs[9]).toBeGreaterThanOrEqual(30_000);
    expect(Math.max(...pausesMs)).toBeLessThanOrEqual(60_100);
    expect(new Set(opened.map(({ url }) => url)).size).toBe(opened.length);
  });

  it('tries later when there is no ticket, and never again once it is closed', async () => {
    ticket = () => Promise.reject(new Error('no'));
    const stream = open();
    await vi.advanceTimersByTimeAsync(0);
    expect(opened).toEqual([]);
    ticket = () => Promise.resolve({ ticket: 'x' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(opened).toHaveLength(1);
    stream.close();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(opened).toHaveLength(1);
    expect(opened[0]?.connection.isClosed).toBe(true);
  });

  it('waits for a connection that is not there yet before it closes it', async () => {
    const stream = open();
    await vi.advanceTimersByTimeAsync(0);
    const connection = opened[0]!.connection;
    connection.readyState = 0;
    stream.close();
    expect(connection.isClosed).toBe(false);
    connection.dispatchEvent(new Event('open'));
    expect(connection.isClosed).toBe(true);
  });
});
