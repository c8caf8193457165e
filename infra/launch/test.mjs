/**
 * `npm test`: install what is missing, build what changed, run every test, and close with one line
 * `N passed, N failed, N skipped`. Arguments go on to vitest: `npm test -- packages/engine`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { productNode, root } from './places.mjs';

await ensureInstalled();
const { ensureBuilt, targetNames } = await import('./build.mjs');
await ensureBuilt(targetNames, { say: console.log });

const folder = mkdtempSync(join(tmpdir(), 'riskoptimizer-test-'));
const report = join(folder, 'report.json');
const run = spawnSync(
  productNode(),
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
);
const status = run.status ?? 1;
console.log(closingLine());
rmSync(folder, { recursive: true, force: true });
process.exit(status);

/** vitest does not print the line that CI counts by, so it is made from its report. A run that broke counts as a failure. */
function closingLine() {
  if (!existsSync(report)) return '0 passed, 1 failed, 0 skipped';
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(report, 'utf8'));
  const failed = status !== 0 && numFailedTests === 0 ? 1 : numFailedTests;
  return `${numPassedTests} passed, ${failed} failed, ${numPendingTests + numTodoTests} skipped`;
}
