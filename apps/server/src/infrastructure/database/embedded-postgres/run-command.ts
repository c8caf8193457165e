/** Runs a program to its end, as another account when asked, and gives what it printed. */
import { spawn } from 'node:child_process';

/** The account a program runs as: its numeric user and group. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export interface CommandResult {
  /** Exit status; null when it could not be started or was ended by a signal. */
  readonly status: number | null;
  /** What ended it, when a signal did. */
  readonly signal: NodeJS.Signals | null;
  /** Both outputs in the order they came, shortened from the front. */
  readonly output: string;
  /** ENOENT, EACCES and the like when it could not be started at all. */
  readonly startCode: string | null;
}

const outputLimit = 64 * 1024;

/** PostgreSQL's programs listen to PG* and LC_* variables: they get none of ours. */
export const cleanEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** @param account Null runs it as the present user. */
export function runCommand(
  file: string,
  parameters: readonly string[],
  options: { account?: Account | null; timeoutMs: number },
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(file, parameters, {
      // The present folder may be closed to the other account.
      cwd: '/',
      env: cleanEnvironment,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A Ctrl-C in the terminal is for us: a half-made database would only have to be thrown away. Before it has its own
      // group, for the first milliseconds of its life, it may still be hit.
      detached: true,
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
      ...options.account,
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-outputLimit);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ status: null, signal: null, output: error.message, startCode: error.code ?? 'unknown' }),
    );
    child.on('close', (status, signal) => resolve({ status, signal, output, startCode: null }));
  });
}
