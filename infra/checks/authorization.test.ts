/** docs/authorization.md is the one source of access: the generated table says the same, and no route is without a row. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiKeyScopes, permissions, roles, routeRules, routes } from '@riskoptimizer/contracts';
import { describe, expect, it } from 'vitest';
import { readAuthorization } from '../authorization/read-table.ts';
import { moduleOf } from '../authorization/write-module.ts';

const root = join(import.meta.dirname, '../..');
const markdown = readFileSync(join(root, 'docs/authorization.md'), 'utf8');
const table = readAuthorization(markdown);

describe('the table of access', () => {
  it('is what the generated module says; otherwise run "npm run authorization"', () => {
    expect(readFileSync(join(root, 'packages/contracts/src/authorization-table.ts'), 'utf8')).toBe(moduleOf(table));
  });

  it('has a row for every route, with its method and address, and no other', () => {
    const addresses = Object.entries(routes).map(([name, { method, path }]) => [name, `${method} ${path}`]);
    expect(table.addresses).toEqual(Object.fromEntries(addresses));
  });

  it('names no audit action that the server does not write', () => {
    const written = execFileSync('git', ['grep', '-hoE', "'[a-z-]+\\.[a-z-]+'", '--', 'apps/server/src/domain'], {
      cwd: root,
      encoding: 'utf8',
    });
    const actions = new Set(written.split('\n').map((line) => line.slice(1, -1)));
    const named = Object.values(routeRules).flatMap(({ audit }) => (audit === null ? [] : [audit]));
    expect(named.filter((action) => !actions.has(action))).toEqual([]);
  });

  it('has a column for every role and a row for every permission', () => {
    expect(Object.keys(table.permissionsOf)).toEqual([...roles]);
    const named = [...markdown.matchAll(/^\| `([a-z]+:[a-z]+)` \|/gm)].map((match) => match[1]);
    expect(named).toEqual([...permissions]);
  });

  it('every rule makes sense by itself', () => {
    for (const [name, rule] of Object.entries(routeRules)) {
      const changes = routes[name as keyof typeof routes].method !== 'GET';
      const isPublic = rule.who === 'public';
      expect(rule.permissions.length > 0, `${name}: a route that is not public needs a permission`).toBe(!isPublic);
      expect(rule.assurance === null, `${name}: assurance`).toBe(isPublic);
      expect(rule.csrf, `${name}: csrf of every change by a web session`).toBe(changes && !isPublic);
      expect(rule.scopes.length > 0, `${name}: scopes belong to keys`).toBe(rule.who === 'session or key');
      if (rule.stepUp) expect(rule.who, `${name}: only a person can prove who it is`).toBe('session');
      if (rule.repeatable) expect(routes[name as keyof typeof routes].method, name).toBe('POST');
      for (const scope of rule.scopes) expect(apiKeyScopes).toContain(scope);
    }
  });
});

describe('a table that cannot be read', () => {
  const broken = (from: string | RegExp, to: string) => () => readAuthorization(markdown.replace(from, to));

  it.each([
    ['a word that is none', /\| session \| full \|/, '| everybody | full |', /:\d+: the column "who" says "everybody"/],
    ['an object without a level that exists', '| portfolio: read |', '| portfolio: look |', /"object" says/],
    ['a cell too few', '| `live` |', '|', /11 cells; expected 12/],
    ['a permission without backticks', '| `asset:read` | - | `asset:read` |', '| asset:read | - | - |', /"permission"/],
  ])('%s', (_, from, to, message) => {
    expect(broken(from, to)).toThrow(message);
  });
});
