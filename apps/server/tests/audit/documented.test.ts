/** docs/guides/audit-operations.md lists exactly the actions that the sources write. */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { routeRules } from '@riskoptimizer/contracts';
import { expect, test } from 'vitest';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** `noun.verb` in quotes; names of files and hosts look the same, and settings of the database start with the name of the product. */
const literal = /'((?!riskoptimizer\.)[a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*)'/g;
const otherNames = /\.(js|json|jsonl|log|pid|csv|html|xlsx|pem|new|example|sql|conf|com|io)$/;

async function actionsOfSources(): Promise<string[]> {
  const found = new Set<string>();
  for (const folder of ['domain', 'infrastructure']) {
    const root = path(`../../src/${folder}`);
    const names = await readdir(root, { recursive: true });
    for (const name of names.filter((one) => one.endsWith('.ts') && !one.endsWith('.test.ts'))) {
      const text = await readFile(`${root}/${name}`, 'utf8');
      for (const [, action] of text.matchAll(literal)) if (!otherNames.test(action!)) found.add(action!);
    }
  }
  return [...found].sort();
}

test('every action has its row, and no other', async () => {
  const text = await readFile(path('../../../../docs/guides/audit-operations.md'), 'utf8');
  const listed = [...text.matchAll(/^\| `([a-z-]+\.[a-z-]+)` \|/gm)].map(([, action]) => action!);
  expect(listed).toEqual(await actionsOfSources());
});

test('so have the actions that the table of access names', async () => {
  const actions = new Set(await actionsOfSources());
  const named = Object.values(routeRules).flatMap(({ audit }) => (audit === null ? [] : [audit]));
  expect(named.filter((action) => !actions.has(action))).toEqual([]);
});
