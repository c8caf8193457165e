/** Installs the npm packages when they are missing or older than the lockfile, showing that something is going on. */
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './places.mjs';

const heartbeatMs = 10_000;

/** npm writes this file at the end of an installation, so an interrupted one does not count. */
const installedMark = join(root, 'node_modules', '.package-lock.json');
const lockfile = join(root, 'package-lock.json');

/** @returns {boolean} Whether the installed packages are those of the lockfile. */
export function isInstalled() {
  return existsSync(installedMark) && statSync(installedMark).mtimeMs >= statSync(lockfile).mtimeMs;
}

/** Installs when needed. Stops the process with a clear sentence when npm fails. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  console.log('Installing the packages that RiskOptimizer is made of. This happens once and takes about a minute.');
  const status = await runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (status === 0) return;
  console.error(
    `The packages could not be installed (npm ci ended with status ${status}; its own message is above). ` +
      'Check that the npm registry can be reached and that this folder can be written, then type the command again.',
  );
  process.exit(1);
}

/**
 * @param {string[]} parameters
 * @returns {Promise<number>} Exit status.
 */
function runNpm(parameters) {
  // Under npm its own script is known and needs no shell; otherwise `npm` is looked up.
  const script = process.env.npm_execpath;
  const [command, first] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []];
  const started = Date.now();
  const heartbeat = setInterval(() => {
    console.log(`  still installing, ${Math.round((Date.now() - started) / 1000)} s`);
  }, heartbeatMs);
  return new Promise((resolve) => {
    const child = spawn(command, [...first, ...parameters], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32' && command === 'npm',
    });
    child.on('error', () => finish(1));
    child.on('exit', (code) => finish(code ?? 1));
    /** @param {number} status */
    function finish(status) {
      clearInterval(heartbeat);
      resolve(status);
    }
  });
}
