import type { UserSummary } from '@riskoptimizer/contracts';
import { expect, it } from 'vitest';
import { administrationVerdict, findingsOf } from './user-findings.ts';

const now = Date.parse('2026-11-22T12:00:00.000Z');
const user: UserSummary = {
  id: '11111111-1111-4111-8111-111111111111',
  email: 'ada@example.com',
  displayName: 'Ada',
  role: 'admin',
  status: 'active',
  isDemo: false,
  factors: ['totp', 'recovery-code'],
  sessionCount: 1,
  apiKeyCount: 0,
  shareCount: 0,
  lockedUntil: null,
  delayedAt: null,
  tokenReplayedAt: null,
  lastSignedInAt: '2026-11-20T12:00:00.000Z',
  createdAt: '2026-01-01T12:00:00.000Z',
};

it.each<[string, Partial<UserSummary>, readonly string[]]>([
  ['as it should be', {}, []],
  ['an administrator with recovery codes alone', { factors: ['recovery-code'] }, ['no-factor']],
  ['a viewer without a factor', { role: 'viewer', factors: [] }, []],
  ['locked', { lockedUntil: '2026-11-22T12:05:00.000Z' }, ['locked']],
  ['locked until a while ago', { lockedUntil: '2026-11-22T11:55:00.000Z' }, []],
  ['locked until a while ago, in the last days', { delayedAt: '2026-11-20T12:00:00.000Z' }, ['delayed']],
  ['robbed of a token', { tokenReplayedAt: '2026-11-20T12:00:00.000Z' }, ['replayed']],
  ['dormant', { lastSignedInAt: '2026-08-20T12:00:00.000Z' }, ['dormant']],
  ['90 days to the hour', { lastSignedInAt: '2026-08-24T12:00:00.000Z' }, []],
  ['never there and made long ago', { lastSignedInAt: null }, ['dormant']],
  [
    'disabled, and so neither dormant nor without a factor',
    { status: 'disabled', factors: [], lastSignedInAt: null },
    ['disabled'],
  ],
  ['the demo', { isDemo: true, factors: [], lastSignedInAt: null }, []],
])('marks a user who is %s', (_, change, expected) => {
  expect(findingsOf({ ...user, ...change }, now)).toEqual(expected);
});

it('says what needs an administrator, the most important first', () => {
  const bare = { ...user, factors: [] };
  const locked = { ...user, role: 'viewer' as const, lockedUntil: '2026-11-22T12:05:00.000Z' };
  expect(administrationVerdict([bare, bare], now)).toBe('Two administrators have no second factor.');
  expect(administrationVerdict([locked, bare], now)).toBe(
    'One administrator has no second factor, one user is locked out by failed sign-ins.',
  );
  const robbed = { ...user, tokenReplayedAt: '2026-11-20T12:00:00.000Z', delayedAt: '2026-11-21T12:00:00.000Z' };
  expect(administrationVerdict([user, robbed], now)).toBe(
    'One user had a copy of a sign-in token used, one user was locked out by failed sign-ins in the last days.',
  );
  expect(administrationVerdict([user, { ...user, isDemo: true }], now)).toBe(
    'Nothing needs you: 1 user, 1 administrator, every one of them with a second factor.',
  );
});
