/** The live connection: says at once what would otherwise show at the next request. Everything works without it. */
import { apiPrefix, routes, type StreamMessage, type StreamRequest, streamMessage } from '@riskoptimizer/contracts';

export interface LiveStreamOptions {
  /** Origin of the server, such as `http://127.0.0.1:8080`; in a browser that of the page. */
  readonly origin: string;
  /** A ticket that opens one connection: `createStreamTicket` of the client. */
  readonly ticket: () => Promise<{ readonly ticket: string }>;
  readonly onMessage: (message: StreamMessage) => void;
  /** Told of each change: `open` once the server has said hello, `waiting` while it is tried again. */
  readonly onStatus?: (status: LiveStatus) => void;
  /** Handed in where the platform has none of its own, and by tests. */
  readonly connect?: (url: string) => WebSocket;
}

export type LiveStatus = 'connecting' | 'open' | 'waiting' | 'closed';

const retryFirstMs = 1_000;
const retryLastMs = 60_000;
/** `WebSocket.CONNECTING`, which not every platform names. */
const stateConnecting = 0;

/** Keeps one connection open, with longer and longer pauses while that fails, until it is closed. */
export class LiveStream {
  readonly #options: LiveStreamOptions;
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #failureCount = 0;
  #isClosed = false;
  #status: LiveStatus = 'connecting';

  constructor(options: LiveStreamOptions) {
    this.#options = options;
    void this.#open();
  }

  /** @returns false when nobody is there to hear it. */
  send(request: StreamRequest): boolean {
    if (this.#status !== 'open') return false;
    this.#socket?.send(JSON.stringify(request));
    return true;
  }

  close(): void {
    this.#isClosed = true;
    this.#become('closed');
    if (this.#timer !== null) clearTimeout(this.#timer);
    closeQuietly(this.#socket);
  }

  async #open(): Promise<void> {
    this.#timer = null;
    this.#become('connecting');
    const ticket = await this.#options.ticket().catch(() => null);
    if (this.#isClosed) return;
    if (ticket === null) {
      this.#openLater();
      return;
    }
    const { origin, connect = (url) => new WebSocket(url) } = this.#options;
    const socket = connect(streamAddress(origin, ticket.ticket));
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#read(data));
    socket.addEventListener('close', () => this.#openLater());
  }

  #read(data: unknown): void {
    const message = readMessage(data);
    // A newer server may say what this page does not know.
    if (message === null) return;
    this.#failureCount = 0;
    if (message.type === 'hello') this.#become('open');
    this.#options.onMessage(message);
  }

  #become(status: LiveStatus): void {
    if (this.#status === status) return;
    this.#status = status;
    this.#options.onStatus?.(status);
  }

  #openLater(): void {
    if (this.#isClosed) return;
    this.#become('waiting');
    // Not all at the same moment when a server comes back.
    const pauseMs = Math.min(retryFirstMs * 2 ** this.#failureCount, retryLastMs) * (0.5 + Math.random() / 2);
    this.#failureCount++;
    this.#timer = setTimeout(() => void this.#open(), pauseMs);
  }
}

/** Browsers complain of a connection that is closed before it is there. */
function closeQuietly(socket: WebSocket | null): void {
  if (socket?.readyState === stateConnecting) socket.addEventListener('open', () => socket.close());
  else socket?.close();
}

function streamAddress(origin: string, ticket: string): string {
  const url = new URL(apiPrefix + routes.openStream.path, origin);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.searchParams.set('ticket', ticket);
  return url.href;
}

function readMessage(data: unknown): StreamMessage | null {
  if (typeof data !== 'string') return null;
  try {
    return streamMessage.safeParse(JSON.parse(data)).data ?? null;
  } catch {
    return null;
  }
}
