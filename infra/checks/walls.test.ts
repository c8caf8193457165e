/**
 * The walls of the house hold: every forbidden import is refused by its rule, and the real tree breaks none.
 *
 * The forbidden imports are written into a miniature house in a temporary folder, so that a wall which stands only in
 * the drawing is found out.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

interface Violation {
  from: string;
  to: string;
  rule: { name: string };
}

/** [rule that must refuse, file that imports, file or package that is imported] */
const forbidden: [string, string, string][] = [
  ['engine-is-pure', 'packages/engine/src/a.ts', 'packages/contracts/src/index.ts'],
  ['engine-has-no-dependency', 'packages/engine/src/b.ts', 'node:fs'],
  ['engine-has-no-dependency', 'packages/engine/src/c.ts', 'axios'],
  ['price-csv-reads-for-the-engine', 'packages/price-csv/src/a.ts', 'packages/contracts/src/index.ts'],
  ['audit-trail-stands-alone', 'packages/audit-trail/src/a.ts', 'packages/contracts/src/index.ts'],
  ['audit-trail-has-one-dependency', 'packages/audit-trail/src/b.ts', 'node:fs'],
  ['audit-trail-has-one-dependency', 'packages/audit-trail/src/c.ts', 'axios'],
  ['contracts-stand-alone', 'packages/contracts/src/a.ts', 'packages/engine/src/index.ts'],
  ['transaction-files-speak-contracts', 'packages/transaction-files/src/a.ts', 'packages/engine/src/index.ts'],
  ['client-speaks-contracts', 'packages/client/src/a.ts', 'packages/engine/src/index.ts'],
  ['charts-speak-contracts', 'packages/charts/src/a.ts', 'packages/client/src/index.ts'],
  ['cli-walls', 'apps/cli/src/a.ts', 'packages/charts/src/index.ts'],
  ['cli-walls', 'apps/cli/src/b.ts', 'apps/server/src/core/config.ts'],
  ['server-walls', 'apps/server/src/a.ts', 'packages/client/src/index.ts'],
  ['server-walls', 'apps/server/src/b.ts', 'apps/web/src/main.tsx'],
  ['web-walls', 'apps/web/src/a.ts', 'apps/server/src/core/config.ts'],
  ['web-walls', 'apps/web/src/b.ts', 'packages/audit-trail/src/index.ts'],
  ['web-engine-from-one-worker', 'apps/web/src/features/risk/a.ts', 'packages/engine/src/index.ts'],
  ['packages-have-doors', 'apps/cli/src/c.ts', 'packages/engine/src/risk/variance.ts'],
  ['server-api-alone-knows-fastify', 'apps/server/src/domain/a.ts', 'fastify'],
  [
    'server-domain-asks-through-ports',
    'apps/server/src/domain/b.ts',
    'apps/server/src/infrastructure/database/schema.ts',
  ],
  ['server-api-calls-domain', 'apps/server/src/api/a.ts', 'apps/server/src/infrastructure/database/schema.ts'],
  ['server-api-calls-domain', 'apps/server/src/jobs/a.ts', 'apps/server/src/infrastructure/database/schema.ts'],
  ['server-core-is-the-ground', 'apps/server/src/core/a.ts', 'apps/server/src/domain/risk/ports.ts'],
  ['server-infrastructure-answers-ports', 'apps/server/src/infrastructure/a.ts', 'apps/server/src/api/app.ts'],
];

/** Type imports vanish when compiled, but are arrows all the same. */
const forbiddenTypeImport: [string, string, string] = [
  'server-domain-asks-through-ports',
  'apps/server/src/domain/c.ts',
  'apps/server/src/infrastructure/database/schema.ts',
];

describe('walls', () => {
  let house: string;
  let violations: Violation[];

  beforeAll(async () => {
    house = mkdtempSync(join(tmpdir(), 'riskoptimizer-walls-'));
    for (const [, from, to] of forbidden) place(from, `import ${specifier(from, to)};\n`);
    place(
      forbiddenTypeImport[1],
      `import type { x } from ${specifier(forbiddenTypeImport[1], forbiddenTypeImport[2])};\n`,
    );
    place('packages/charts/src/b.ts', `import './c.ts';\n`);
    place('packages/charts/src/c.ts', `import './b.ts';\n`);
    for (const name of ['fastify', 'axios']) place(`node_modules/${name}/index.js`, 'module.exports = {};\n');
    ({ violations } = await cruise(house));
  }, 60_000);

  afterAll(() => rmSync(house, { recursive: true, force: true }));

  it.each([...forbidden, forbiddenTypeImport])('%s refuses %s importing %s', (rule, from, to) => {
    const target = to.replace('node:', '');
    const broken = violations.filter((violation) => violation.from === from && violation.to.includes(target));
    expect(broken.map((violation) => violation.rule.name)).toContain(rule);
  });

  it('a circle is refused, wherever it is entered', () => {
    const broken = violations.filter((violation) => violation.rule.name === 'no-circular');
    expect(broken.map((violation) => violation.from)).toContain('packages/charts/src/b.ts');
  });

  it('an undeclared package is refused', () => {
    const broken = violations.filter((violation) => violation.rule.name === 'imports-are-declared');
    expect(broken.map((violation) => violation.to)).toContain('node_modules/axios/index.js');
  });

  it('the real tree breaks no rule', async () => {
    const { violations: real, totalCruised } = await cruise(root);
    expect(real).toEqual([]);
    expect(totalCruised).toBeGreaterThan(100);
  }, 60_000);

  /** Writes a file of the miniature house, and an empty file for what it imports. */
  function place(file: string, content: string): void {
    const path = join(house, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }

  function specifier(from: string, to: string): string {
    if (!to.includes('/')) return `'${to}'`;
    if (!forbidden.some(([, file]) => file === to)) place(to, 'export type x = number;\n');
    return `'${relative(dirname(from), to)}'`;
  }
});

async function cruise(folder: string): Promise<{ violations: Violation[]; totalCruised: number }> {
  const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const parameters = [
    cruiser,
    '--config',
    join(root, '.dependency-cruiser.cjs'),
    '--output-type',
    'json',
    'packages',
    'apps',
  ];
  const options = { cwd: folder, maxBuffer: 256 * 1024 * 1024 };
  // The cruiser's status is the number of violations, so a non-zero one is read all the same.
  const { stdout } = await run(process.execPath, parameters, options).catch((error: { stdout: string }) => error);
  const { summary } = JSON.parse(stdout) as { summary: { violations: Violation[]; totalCruised: number } };
  return summary;
}
