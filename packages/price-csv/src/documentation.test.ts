import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { priceFileProblemCodes } from './problem.ts';

const guide = readFileSync(resolve(import.meta.dirname, '../../../docs/guides/price-files.md'), 'utf8');

it('the guide explains every problem code, and no code that does not exist', () => {
  const explained = [...guide.matchAll(/^\| `([a-z-]+)` \|/gm)].map((match) => match[1]);
  expect(explained.toSorted()).toEqual([...priceFileProblemCodes].toSorted());
});
