import type { AuditEntrySummary, Factors } from '@riskoptimizer/contracts';
import { expect, it } from 'vitest';
import { securityVerdict } from './security-verdict.ts';

const now = Date.parse('2026-11-22T12:00:00.000Z');
const secured: Factors = {
  totp: { enabledAt: '2026-01-01T00:00:00.000Z' },
  passkeys: [],
  recoveryCodesLeft: 9,
};

let sequence = 1000;
function entry(action: string, day: string, address: string | null = '10.0.0.1'): AuditEntrySummary {
  sequence -= 1;
  return {
    sequence,
    recordedAt: `${day}T10:00:00.000Z`,
    actorKind: 'user',
    actorId: 'a',
    actorName: 'Ada',
    action,
    entityType: 'session',
    entityId: null,
    result: action.endsWith('refused') ? 'refused' : 'success',
    reason: null,
    address,
  };
}

it('says that nothing is unusual, with what it counted', () => {
  const activity = [
    entry('session.signed-in', '2026-11-22'),
    entry('session.sign-in-refused', '2026-11-21', '10.0.0.9'),
    entry('session.signed-in', '2026-11-20', '10.0.0.2'),
    entry('session.signed-in', '2026-10-01', '10.0.0.3'),
  ];
  expect(securityVerdict({ activity, factors: secured, sessionCount: 2 }, now)).toBe(
    'Nothing unusual in 30 days: 2 sign-ins from 2 addresses, 1 refused, 2 sessions open now.',
  );
});

it('begins with a copied token, then with what is missing', () => {
  const activity = [entry('session.token-replayed', '2026-11-19')];
  const factors = { ...secured, totp: null };
  expect(securityVerdict({ activity, factors, sessionCount: 1 }, now)).toBe(
    'A copied sign-in token was used on 19 Nov 2026, and that session was ended. Change your password if that was not you. ' +
      'You have no second factor: whoever finds out your password can sign in as you.',
  );
});

it('counts many refused sign-ins as unusual, and an old token not', () => {
  const activity = [
    ...Array.from({ length: 5 }, () => entry('session.sign-in-refused', '2026-11-18')),
    entry('session.token-replayed', '2026-10-01'),
  ];
  expect(securityVerdict({ activity, factors: { ...secured, recoveryCodesLeft: 1 }, sessionCount: 1 }, now)).toBe(
    '5 sign-ins as you were refused in 30 days. You have 1 recovery code left.',
  );
  expect(securityVerdict({ activity: [], factors: { ...secured, recoveryCodesLeft: 0 }, sessionCount: 1 }, now)).toBe(
    'You have no recovery codes left: a lost phone would lock you out.',
  );
});
