/** A WebSocket of a provider that comes back by itself, and whose messages are looked at before they are passed on. */
import { randomInt } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { ProviderName, ProviderStream, StreamListener } from '../../domain/market-data/provider-port.ts';
import type { AdapterParts } from './provider-client.ts';
import { inWholeUnits, type QuotedCurrency, readPrice } from './read-values.ts';
import { defaultPatience } from './stream-patience.ts';

export interface StreamSettings {
  readonly provider: ProviderName;
  readonly address: string;
  readonly hosts: readonly string[];
  readonly symbols: readonly string[];
  /** What prices of the symbol are in; null for one that is not known, whose prices are dropped. */
  readonly quotedIn: (symbol: string) => QuotedCurrency | null;
  /** Sent in their order when the connection stands. */
  readonly greetings?: readonly unknown[];
  /** A price in a message; null for a message that is none. */
  readonly readMessage: (
    message: unknown,
  ) => { readonly symbol: string; readonly price: string; readonly atMs: number } | null;
}

const clockDifferenceMs = 5 * 60_000;
/** A price that is this many times the one before is a mistake rather than a market. */
const jumpMax = 2;
/** After so many messages in a row that say the same, it is the market. */
const jumpsBelieved = 5;

/** Connects, and goes on connecting until it is closed. */
export function openStream(
  { egress, clock, streamPatience = defaultPatience }: AdapterParts,
  settings: StreamSettings,
): (listener: StreamListener) => ProviderStream {
  return (listener) => {
    const stopped = new AbortController();
    const check = createMessageCheck(settings, () => clock.now().getTime());
    let attempts = 0;
    let timer: NodeJS.Timeout | undefined;

    const connect = (): void => {
      listener.state('connecting', `connecting to ${settings.provider}`);
      egress.webSocket(settings.address, { hosts: settings.hosts }, stopped.signal).then(listen, (error: Error) => {
        retry(error.message);
      });
    };
    const retry = (detail: string): void => {
      if (stopped.signal.aborted) return;
      const longest = Math.min(streamPatience.firstWaitMs * 2 ** attempts, streamPatience.waitMsMax);
      attempts += 1;
      listener.state('waiting', detail);
      timer = setTimeout(connect, Math.ceil(longest / 2) + randomInt(Math.ceil(longest / 2) + 1));
    };
    const listen = (socket: WebSocket): void => {
      if (stopped.signal.aborted) return socket.terminate();
      stopped.signal.addEventListener('abort', () => socket.terminate(), { once: true });
      let silence = setTimeout(() => socket.terminate(), streamPatience.silenceMs);
      socket.on('message', (data: Buffer, isBinary: boolean) => {
        clearTimeout(silence);
        silence = setTimeout(() => socket.terminate(), streamPatience.silenceMs);
        if (isBinary) return;
        const quote = check(data.toString());
        if (quote === null) return;
        attempts = 0;
        listener.quote(quote);
      });
      socket.on('error', () => socket.terminate());
      socket.once('close', (code) => {
        clearTimeout(silence);
        retry(`${settings.provider} closed the connection (${code})`);
      });
      for (const greeting of settings.greetings ?? []) socket.send(JSON.stringify(greeting));
      listener.state('open', `connected to ${settings.provider}`);
    };

    connect();
    return {
      close: () => {
        if (stopped.signal.aborted) return;
        stopped.abort();
        clearTimeout(timer);
        listener.state('closed', 'closed by us');
      },
    };
  };
}

/** Passes prices of the symbols that were asked for: real ones, from the past, not older than the one before, without leaps. */
function createMessageCheck({ symbols, quotedIn, readMessage }: StreamSettings, now: () => number) {
  const asked = new Map(symbols.map((symbol) => [symbol.toUpperCase(), symbol]));
  const latest = new Map<string, { readonly atMs: number; readonly price: number; readonly leaps: number }>();
  return (text: string) => {
    const read = readMessage(parseOrNull(text));
    if (read === null) return null;
    const symbol = asked.get(read.symbol.toUpperCase());
    const price = readPrice(read.price);
    const quoted = symbol === undefined ? null : quotedIn(symbol);
    if (symbol === undefined || quoted === null || price === null) return null;
    if (!(read.atMs > 0) || read.atMs > now() + clockDifferenceMs) return null;
    const before = latest.get(symbol);
    if (before !== undefined && read.atMs < before.atMs) return null;
    const ratio = before === undefined ? 1 : Number(price) / before.price;
    if (before !== undefined && (ratio > jumpMax || ratio < 1 / jumpMax) && before.leaps + 1 < jumpsBelieved) {
      latest.set(symbol, { ...before, leaps: before.leaps + 1 });
      return null;
    }
    latest.set(symbol, { atMs: read.atMs, price: Number(price), leaps: 0 });
    return {
      symbol,
      price: inWholeUnits(price, quoted),
      currency: quoted.currency,
      at: new Date(read.atMs).toISOString(),
    };
  };
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
