import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { type Readiness, readiness } from '@riskoptimizer/contracts';
import { type Finding, fail, ok, warn } from './finding.ts';

const askTimeoutMs = 3000;

/** Whether the port is free; if not, whether RiskOptimizer is there already, and how it feels. */
export async function checkPort(host: string, portText: string): Promise<Finding[]> {
  const port = /^\d{1,5}$/.test(portText) ? Number(portText) : Number.NaN;
  if (!(port <= 65_535)) {
    return [fail('port', `PORT is "${portText}"`, 'Set PORT to a whole number from 0 to 65535, or unset it for 8080.')];
  }
  if (port === 0) return [ok('port', 'any free one (PORT is 0)')];
  const taken = await tryToListen(host, port);
  if (taken === null) return [ok('port', `${port} on ${host} is free`)];
  const remedy = `Start with another one, such as PORT=${port === 65_535 ? 8080 : port + 1}.`;
  if (taken !== 'EADDRINUSE') return [fail('port', `${port} on ${host} cannot be used (${taken})`, remedy)];
  const server = await askReadiness(host, port);
  if (server === null) return [fail('port', `${port} on ${host} is taken by ${ownerOf(port)}`, remedy)];
  const failed = Object.entries(server.checks).filter(([, check]) => check.status === 'failed');
  const health =
    server.status === 'ready'
      ? ok('server', `RiskOptimizer ${server.version} runs at http://${urlHost(host)}:${port} and is ready`)
      : warn(
          'server',
          `RiskOptimizer ${server.version} runs at http://${urlHost(host)}:${port} and is not ready: ${failed.map(([part, { detail }]) => `${part} ${detail ?? ''}`.trim()).join(', ')}`,
          'Wait a moment, or look at its log.',
        );
  return [ok('port', `${port} on ${host} is taken by RiskOptimizer itself`), health];
}

/** Null when the port is free, else the system's error code. */
function tryToListen(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}

async function askReadiness(host: string, port: number): Promise<Readiness | null> {
  try {
    const url = `http://${urlHost(host)}:${port}/api/v1/health/ready`;
    const response = await fetch(url, { signal: AbortSignal.timeout(askTimeoutMs), redirect: 'error' });
    const parsed = readiness.safeParse(await response.json());
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** The program that listens on a port, as far as the system tells (Linux only). */
function ownerOf(port: number): string {
  try {
    const socket = listeningSocket(port);
    for (const process of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
      if (socket !== undefined && hasSocket(process, socket)) {
        return `${readFileSync(`/proc/${process}/comm`, 'utf8').trim()} (process ${process})`;
      }
    }
  } catch {
    // Another system, or another user's process.
  }
  return 'another program';
}

function listeningSocket(port: number): string | undefined {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const listening = '0A';
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of readFileSync(table, 'utf8').split('\n').slice(1)) {
      const fields = line.trim().split(/\s+/);
      if (fields[1]?.endsWith(suffix) && fields[3] === listening) return fields[9];
    }
  }
  return undefined;
}

function hasSocket(process: string, socket: string): boolean {
  try {
    return readdirSync(`/proc/${process}/fd`).some((file) => {
      try {
        return readlinkSync(`/proc/${process}/fd/${file}`) === `socket:[${socket}]`;
      } catch {
        return false;
      }
    });
  } catch {
    return false;
  }
}
