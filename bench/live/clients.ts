/**
 * Some of the clients of the bench of live data, in a process of their own: each opens a connection as a browser does, watches
 * its symbols, reads every quote, and notes how old it was when it arrived.
 */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';

/** What the parent asks: connections of these people, each with these assets. */
export interface ClientsOrder {
  readonly address: string;
  readonly clients: readonly {
    readonly token: string;
    readonly assetIds: readonly string[];
    /** A loopback address to come from: connections of one address are limited, and these people sit at many. */
    readonly localAddress: string;
  }[];
}
/** What it is told after the measurement. */
export interface ClientsReport {
  /** Milliseconds from the time of the price to its arrival, one for each message. */
  readonly ages: number[];
  readonly quotes: number;
  readonly bytes: number;
  readonly gaps: number;
  readonly closed: number;
}

const openedAtOnce = 10;
const sockets: WebSocket[] = [];
let report: { ages: number[]; quotes: number; bytes: number; gaps: number; closed: number } | null = null;

async function open({ address }: ClientsOrder, client: ClientsOrder['clients'][number]): Promise<void> {
  const { token, assetIds, localAddress } = client;
  const answer = await fetch(`${address}/api/v1/stream/tickets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  });
  if (answer.status !== 201) throw new Error(`No ticket: ${answer.status} ${await answer.text()}`);
  const { ticket } = (await answer.json()) as { ticket: string };
  const socket = new WebSocket(`${address.replace('http', 'ws')}/api/v1/stream?ticket=${ticket}`, {
    perMessageDeflate: false,
    localAddress,
  });
  const subscribed = new Promise<void>((resolve, reject) => {
    socket.on('message', (data) => {
      const text = (data as Buffer).toString();
      const message = JSON.parse(text) as { type: string; quotes: { at: string }[]; topics: string[] };
      if (message.type === 'subscribed') resolve();
      if (message.type === 'refused') reject(new Error(`Refused: ${text.slice(0, 200)}`));
      if (report === null) return;
      if (message.type === 'gap') report.gaps += 1;
      if (message.type !== 'quotes') return;
      report.ages.push(Date.now() - Date.parse(message.quotes[0]!.at));
      report.quotes += message.quotes.length;
      report.bytes += text.length;
    });
    socket.on('close', () => {
      if (report !== null) report.closed += 1;
    });
    socket.on('error', reject);
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'subscribe', topics: assetIds.map((id) => `quotes:${id}`) }));
  await subscribed;
  sockets.push(socket);
}

process.on('message', (order: ClientsOrder | 'measure' | 'report' | 'close') => void obey(order));

async function obey(order: ClientsOrder | 'measure' | 'report' | 'close'): Promise<void> {
  if (order === 'measure') report = { ages: [], quotes: 0, bytes: 0, gaps: 0, closed: 0 };
  else if (order === 'report') {
    process.send?.(report);
    report = null;
  } else if (order === 'close') {
    report = null;
    for (const socket of sockets.splice(0)) socket.close();
    await sleep(2_000);
    process.send?.('closed');
  } else {
    const waiting = [...order.clients];
    await Promise.all(
      Array.from({ length: openedAtOnce }, async () => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await open(order, next);
      }),
    );
    process.send?.('open');
  }
}
