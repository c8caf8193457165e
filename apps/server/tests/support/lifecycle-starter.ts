/**
 * A server process with the real parts and a small application of its own, for tests of start and stop.
 *
 * GET / answers at once, /slow/500 after 500 ms, /store/7 stores a row, /rows counts them, /spin/500 keeps a calculation
 * thread busy, /crash throws where nobody catches.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig } from '../../src/core/config.ts';
import { asServer } from '../../src/core/request-context.ts';
import { terminal } from '../../src/lifecycle/announce.ts';
import { liveUntilStopped } from '../../src/lifecycle/process-life.ts';
import { runServer } from '../../src/lifecycle/run-server.ts';
import type { Application, ServerParts } from '../../src/lifecycle/server-parts.ts';

await liveUntilStopped(terminal, (onFailure) =>
  runServer(loadConfig(process.env), {
    announcer: terminal,
    compose: async (_, parts) => application(parts),
    onFailure,
  }),
);

function application({ database, log }: ServerParts): Application {
  const server = createServer((request, response) => {
    const [, what, value] = (request.url ?? '').split('/');
    answer(what ?? '', Number(value)).then(
      (text) => response.end(text),
      (error: Error) => {
        log.error({ err: error }, 'A request failed.');
        response.writeHead(503).end(error.message);
      },
    );
  });
  async function answer(what: string, value: number): Promise<string> {
    if (what === 'slow') await sleep(value);
    if (what === 'crash') setTimeout(() => missing());
    if (what === 'store') {
      await asServer(() => database.pool.query('insert into users (display_name) values ($1)', [`Visitor ${value}`]));
    }
    if (what === 'rows') {
      const { rows } = await asServer(() => database.pool.query<{ count: string }>('select count(*) from users'));
      return rows[0]?.count ?? '';
    }
    return 'done';
  }
  return {
    listen: async ({ host, port }) => {
      server.listen({ host, port });
      await once(server, 'listening');
      return { port: (server.address() as AddressInfo).port };
    },
    beginDrain: () => {},
    close: async () => {
      server.close();
      server.closeIdleConnections();
      await once(server, 'close');
    },
  };
}

function missing(): never {
  throw new TypeError('nobody caught this');
}
