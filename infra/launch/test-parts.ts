/**
 * The parts that npm cannot give: which of them this machine has, and what a test does when one is missing.
 *
 * A missing part skips the tests that need it, by name. With RISKOPTIMIZER_REQUIRE_ALL=1 (CI) it fails them instead.
 */
import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const repositoryRoot = resolve(import.meta.dirname, '../..');

/** Absolute path of the folder with reference numbers and price files, or undefined. */
export const sharedFolder: string | undefined = firstExisting([
  process.env.RISKOPTIMIZER_SHARED ?? '',
  resolve(repositoryRoot, '../shared'),
]);

/** Absolute path of a Chromium or Chrome executable, or undefined. */
export const chromiumPath: string | undefined = firstExisting([
  process.env.CHROMIUM_PATH ?? '',
  ...inPath('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'),
]);

/** Absolute path of a redis-server executable, or undefined. */
export const redisServerPath: string | undefined = firstExisting(inPath('redis-server'));

/** Absolute path of a Python 3 that has the package `cryptography`, the other implementation of Fernet, or undefined. */
export const pythonPath: string | undefined = firstExisting([
  process.env.RISKOPTIMIZER_PYTHON ?? '',
  join(repositoryRoot, '.build/python/bin/python3'),
]);

const parts = {
  shared: {
    path: sharedFolder,
    remedy: 'put the reference folder beside the repository as ../shared, or set RISKOPTIMIZER_SHARED to its path',
  },
  chromium: {
    path: chromiumPath,
    remedy: 'install Chromium (Debian: apt-get install chromium), or set CHROMIUM_PATH to its executable',
  },
  redis: { path: redisServerPath, remedy: 'install Redis (Debian: apt-get install redis-server)' },
  python: {
    path: pythonPath,
    remedy:
      'make one with: python3 -m venv .build/python && .build/python/bin/pip install cryptography==50.0.2, ' +
      'or set RISKOPTIMIZER_PYTHON to a Python 3 that has it',
  },
} as const;

export type PartName = keyof typeof parts;

/**
 * Whether the tests that need a part must be skipped: `describe.skipIf(partOrSkip('chromium'))('…', …)`.
 *
 * @throws Error when the part is missing and RISKOPTIMIZER_REQUIRE_ALL=1.
 */
export function partOrSkip(name: PartName): boolean {
  const part = parts[name];
  if (part.path !== undefined) return false;
  const message = `Missing part "${name}": ${part.remedy}.`;
  if (process.env.RISKOPTIMIZER_REQUIRE_ALL === '1') throw new Error(message);
  console.warn(`${message} Its tests are skipped.`);
  return true;
}

function inPath(...names: string[]): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

function firstExisting(candidates: string[]): string | undefined {
  return candidates.find((candidate) => candidate !== '' && existsSync(candidate));
}
