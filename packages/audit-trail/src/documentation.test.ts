import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { exportProblems } from './verify/export-fault.ts';

const guide = readFileSync(resolve(import.meta.dirname, '../../../docs/guides/audit-trail.md'), 'utf8');

it('the guide explains every problem in the words of the code, and none that does not exist', () => {
  const section = guide.slice(guide.indexOf('## Problems'));
  const explained = [...section.matchAll(/^\| `([a-z0-9-]+)` \| (.*) \|$/gm)].map((match) => [match[1], match[2]]);
  expect(Object.fromEntries(explained)).toEqual(exportProblems);
});
