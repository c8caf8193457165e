import type { AuditEntrySummary, AuditHead } from '@riskoptimizer/contracts';
import { expect, it } from 'vitest';
import { auditVerdict } from './audit-verdict.ts';

const head: AuditHead = {
  treeSize: 1204,
  rootHash: 'a',
  headHash: 'b',
  signedAt: '2026-11-22T18:20:00.000Z',
  keyId: 'k',
  algorithm: 'Ed25519',
  signature: 's',
  publicKey: 'p',
  check: { state: 'sound', checkedAt: '2026-11-22T18:00:00.000Z', finding: null },
};

it('says how much is signed, and what was refused in view', () => {
  expect(auditVerdict(head, undefined, 0)).toBe(
    '1,204 entries, chained and signed on 22 Nov 2026, 18:20 UTC; of those below, none were refused or failed.',
  );
  expect(auditVerdict(head, undefined, 1)).toContain('of those below, 1 was refused or failed.');
  expect(auditVerdict(head, undefined, 3)).toContain('of those below, 3 were refused or failed.');
});

it('says first of all that the trail was found broken', () => {
  const broken = { sequence: 1100, recordedAt: '2026-11-21T03:00:00.000Z' } as AuditEntrySummary;
  expect(auditVerdict(head, broken, 0)).toMatch(
    /^The trail was found broken on 21 Nov 2026, 03:00 UTC: see entry 1,100\./,
  );
});

it('says first that the trail does not agree with its signed heads', () => {
  const check = { state: 'broken' as const, checkedAt: head.signedAt, finding: 'entry 7 has another hash' };
  expect(auditVerdict({ ...head, check }, undefined, 0)).toContain('does not agree with what was signed: entry 7');
});
