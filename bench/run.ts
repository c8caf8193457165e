/** Runs the benches one after the other, each in a process of its own: `npm run bench [-- NAME …]`. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const names = [
  'frontier',
  'covariance',
  'reads-under-load',
  'ledger-performance',
  'live',
  'price-import',
  'transaction-import',
];
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}; there are ${names.join(', ')}.`);
  process.exit(2);
}
for (const name of asked.length > 0 ? asked : names) {
  const file = join(import.meta.dirname, `${name}.ts`);
  if (!existsSync(file)) throw new Error(`${file} is missing.`);
  const { status } = spawnSync(process.execPath, [file], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
