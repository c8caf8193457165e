import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';

export const repositoryRoot = resolve(import.meta.dirname, '../../../..');
const launcher = join(repositoryRoot, 'apps/cli/bin/riskoptimizer.mjs');

export interface CliRun {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliError {
  readonly code: string;
  readonly message: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly field: string | null;
  readonly remedy: string;
  readonly problems?: readonly unknown[];
  readonly problemCount?: number;
}

interface RunOptions {
  readonly folder?: string;
  readonly environment?: Record<string, string>;
  readonly node?: string;
}

/** Runs the real command line, through its launcher, as its own process. */
export function runCli(parameters: readonly string[], options: RunOptions = {}): Promise<CliRun> {
  return new Promise((done, reject) => {
    const child = spawn(options.node ?? process.execPath, [launcher, ...parameters], {
      cwd: options.folder ?? workFolder(),
      env: { ...cleanEnvironment(), ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (status) => done({ status: status ?? -1, stdout, stderr }));
  });
}

/** Runs with --json and returns the object; throws unless it is exactly one line of JSON and the status is 0. */
// oxlint-disable-next-line typescript/no-explicit-any -- the tests look into answers of every shape
export async function runJson(parameters: readonly string[], options?: RunOptions): Promise<any> {
  const { status, stdout, stderr } = await runCli([...parameters, '--json'], options);
  if (status !== 0 || stderr !== '') throw new Error(`status ${status}: ${stderr || stdout}`);
  const lines = stdout.split('\n');
  if (lines.length !== 2 || lines[1] !== '') throw new Error(`not one line of JSON: ${stdout.slice(0, 200)}`);
  return JSON.parse(stdout);
}

/** Runs with --json and returns the error; throws unless the status is 2, stdout is empty and stderr one line of JSON. */
export async function failJson(parameters: readonly string[], options?: RunOptions): Promise<CliError> {
  const { status, stdout, stderr } = await runCli([...parameters, '--json'], options);
  if (status !== 2 || stdout !== '')
    throw new Error(`status ${status}, stdout ${stdout.slice(0, 200)}, stderr ${stderr}`);
  if (stderr.indexOf('\n') !== stderr.length - 1) throw new Error(`not one line of JSON: ${stderr.slice(0, 400)}`);
  return (JSON.parse(stderr) as { error: CliError }).error;
}

let folder: string | undefined;

/** A folder for this test file, removed at its end. */
export function workFolder(): string {
  folder ??= mkdtempSync(join(tmpdir(), 'riskoptimizer-cli-'));
  return folder;
}

afterAll(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

/** Writes a file for a test and returns its name, relative to the work folder. */
export function writeInput(name: string, content: string | Uint8Array | object): string {
  const isText = typeof content === 'string' || content instanceof Uint8Array;
  writeFileSync(join(workFolder(), name), isText ? content : JSON.stringify(content));
  return name;
}

/** The environment without settings of RiskOptimizer, which must not leak into a test. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const { PORT: _port, HOST: _host, DATABASE_URL: _database, REDIS_URL: _redis, ...rest } = process.env;
  return Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('RISKOPTIMIZER_')));
}
