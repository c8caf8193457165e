/** Requests as bytes: for headers that no client would send, and answers that no client would show. */
import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  /** Every value of every header, by its lower-case name: one that is sent twice has two. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: string;
}

/** Sends the text and reads until the server closes; `Connection: close` is for the caller to send. */
export async function rawRequest(address: string, text: string): Promise<RawAnswer> {
  const { hostname, port } = new URL(address);
  const answer = await new Promise<string>((resolve, reject) => {
    let read = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on('data', (piece) => {
      read += String(piece);
    });
    socket.on('end', () => resolve(read)).on('error', reject);
  });
  return readAnswer(answer);
}

export function head(method: string, path: string, headers: Record<string, string> = {}): string {
  const lines = Object.entries({ host: 'localhost', connection: 'close', ...headers });
  return `${[`${method} ${path} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`)].join('\r\n')}\r\n\r\n`;
}

function readAnswer(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const at = line.indexOf(':');
    const name = line.slice(0, at).toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), line.slice(at + 1).trim()]);
  }
  return { status: Number(first.split(' ')[1]), headers, body: text.slice(end + 4) };
}
