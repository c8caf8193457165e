#!/usr/bin/env node
/** Starts the command line right after `npm ci`: it is bundled when its sources changed, then run. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const repositoryRoot = resolve(fileURLToPath(new URL('.', import.meta.url)), '../../..');

createRequire(import.meta.url)(join(repositoryRoot, 'infra/launch/node-version.cjs')).ensureNodeVersion();

const { ensureBuilt } = await import(pathToFileURL(join(repositoryRoot, 'infra/launch/build.mjs')).href);
await ensureBuilt(['cli']);
const { main } = await import(pathToFileURL(join(repositoryRoot, 'apps/cli/dist/main.mjs')).href);
const { version } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'));

// A reader that has seen enough (riskoptimizer … | head) is no fault.
process.stdout.on('error', (error) => {
  if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await main(process.argv.slice(2), {
  repositoryRoot,
  version,
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
});
