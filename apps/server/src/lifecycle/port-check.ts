/** The port, tried before anything else is started: a taken one should cost no time. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { StartError } from '../core/start-error.ts';
import { webAddress } from './announce.ts';
import { findPortHolder } from './port-holder.ts';

/** @throws StartError when the address cannot be listened on. */
export async function ensurePortFree(host: string, port: number): Promise<void> {
  const probe = createServer();
  try {
    probe.listen({ host, port, exclusive: true });
    await once(probe, 'listening');
  } catch (error) {
    throw await listenError(error, host, port);
  } finally {
    await new Promise((resolve) => {
      probe.close(resolve);
    });
  }
}

/** The sentence for an address that cannot be listened on; any other error is given back as it is. */
export async function listenError(error: unknown, host: string, port: number): Promise<unknown> {
  switch ((error as NodeJS.ErrnoException).code ?? '') {
    case 'EADDRINUSE':
      return new StartError(await takenSentence(host, port), { cause: error });
    case 'EACCES':
      return new StartError(
        `Port ${port} may be used by root only. Start on another one: PORT=${port < 1024 ? 8080 : port + 1} npm start`,
        { cause: error },
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError(`This machine has no address ${host}. Unset HOST to listen on 127.0.0.1.`, {
        cause: error,
      });
    default:
      return error;
  }
}

async function takenSentence(host: string, port: number): Promise<string> {
  const holder = await findPortHolder(port);
  const who = holder === null ? 'another program' : `process ${holder.pid} (${holder.name})`;
  const next = port < 65_535 ? port + 1 : 8080;
  return (
    `Port ${port} is taken by ${who}. Start on another one: PORT=${next} npm start. ` +
    `If that is a RiskOptimizer, it is at ${webAddress(host, port)} already.`
  );
}
