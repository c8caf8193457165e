import { expect, it } from 'vitest';
import { portfolioRights } from './portfolio-rights.ts';

it.each([
  ['owner', ['portfolio:change'], true, true],
  ['edit', ['portfolio:change'], false, true],
  ['read', ['portfolio:change'], false, false],
  ['owner', ['portfolio:read'], false, false],
  ['edit', [], false, false],
] as const)('%s with %j: manage %s, reweigh %s', (access, permissions, mayManage, mayReweigh) => {
  expect(portfolioRights(access, permissions)).toEqual({ mayManage, mayReweigh });
});
