import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import type { Surroundings } from '../core/surroundings.ts';
import { integerOption, textOption } from '../options/option-values.ts';

interface ServeOptions {
  readonly port?: number;
  readonly host?: string;
  readonly data?: string;
}

/** What the launcher's modules offer; they are JavaScript and belong to the checkout, not to this bundle. */
interface BuildModule {
  ensureBuilt(names: readonly string[], options: { say: (line: string) => void }): Promise<void>;
}
interface PlacesModule {
  productNode(): string;
}

/** `riskoptimizer serve`: starts the server in the foreground, as `npm start` does. */
export function addServe(program: Command, surroundings: Surroundings): void {
  program
    .command('serve')
    .description('starts the server and the web app in the foreground')
    .option(
      '--port <number>',
      'instead of PORT (8080); 0 takes a free one',
      integerOption('--port', 'a whole number from 0 to 65535', 0, 65_535),
    )
    .option('--host <address>', 'instead of HOST (127.0.0.1)', textOption('--host'))
    .option('--data <folder>', 'instead of RISKOPTIMIZER_DATA', textOption('--data'))
    .action(async (options: ServeOptions) => {
      const { ensureBuilt } = await launcherModule<BuildModule>(surroundings, 'build.mjs');
      const { productNode } = await launcherModule<PlacesModule>(surroundings, 'places.mjs');
      await ensureBuilt(['server', 'web'], { say: (line) => surroundings.error(`${line}\n`) });
      process.exitCode = await runServer(productNode(), surroundings.repositoryRoot, options);
    });
}

function launcherModule<Module>(surroundings: Surroundings, name: string): Promise<Module> {
  return import(pathToFileURL(join(surroundings.repositoryRoot, 'infra/launch', name)).href) as Promise<Module>;
}

/** Runs the server until it ends; signals are passed on, and its exit status is returned. */
function runServer(node: string, repositoryRoot: string, options: ServeOptions): Promise<number> {
  const server = spawn(node, ['--enable-source-maps', join(repositoryRoot, 'apps/server/dist/main-api.mjs')], {
    cwd: repositoryRoot,
    stdio: 'inherit',
    env: { ...process.env, ...settingsOf(options) },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // From a terminal Ctrl-C reaches the server by itself; passed on it would arrive twice.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      server.kill(signal);
    });
  }
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.on('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

function settingsOf({ port, host, data }: ServeOptions): Record<string, string> {
  const settings = { PORT: port?.toString(), HOST: host, RISKOPTIMIZER_DATA: data };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >;
}
