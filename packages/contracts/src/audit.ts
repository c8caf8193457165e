/** The audit trail as it is searched, shown and exported. Its exact format is packages/audit-trail. */
import { z } from 'zod';
import { freeText, freeTextExpected, identifier, isoInstant } from './primitives.ts';

export const auditResult = z.enum(['success', 'refused', 'failed']);
export const auditActorKind = z.enum(['user', 'api-key', 'system', 'anonymous']);

export const auditEntrySummary = z.strictObject({
  sequence: z.int().positive(),
  recordedAt: isoInstant,
  actorKind: auditActorKind,
  actorId: z.string().nullable(),
  actorName: z.string().nullable().describe('As the user is named now'),
  action: z.string().describe('Such as portfolio.updated'),
  entityType: z.string(),
  entityId: z.string().nullable(),
  result: auditResult,
  reason: z.string().nullable(),
  address: z.string().nullable(),
});
export type AuditEntrySummary = z.infer<typeof auditEntrySummary>;

export const auditEntry = auditEntrySummary.extend({
  sessionId: z.string().nullable(),
  ownerId: z.string().nullable(),
  requestId: z.string().nullable(),
  before: z.unknown().nullable(),
  after: z.unknown().nullable(),
  previousHash: z.string(),
  hash: z.string(),
  canonical: z.string().describe('The exact text that was hashed'),
});
export type AuditEntry = z.infer<typeof auditEntry>;

export const auditQuery = z.strictObject({
  before: z.coerce.number().int().positive().optional().describe('Entries before this sequence number'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  action: z
    .string()
    .max(80)
    .regex(freeText, freeTextExpected)
    .optional()
    .describe('An action, or the beginning of some: portfolio.'),
  actorId: identifier.optional(),
  entityType: z.string().max(40).regex(freeText, freeTextExpected).optional(),
  entityId: z.string().max(80).regex(freeText, freeTextExpected).optional(),
  result: auditResult.optional(),
  from: isoInstant.optional(),
  to: isoInstant.optional(),
});
export type AuditQuery = z.infer<typeof auditQuery>;
export const auditEntryList = z.strictObject({
  items: z.array(auditEntrySummary),
  next: z.int().nullable().describe('For `before`, when there are more'),
});

/** The state of the whole trail, signed. */
export const auditHead = z.strictObject({
  treeSize: z.int().nonnegative(),
  rootHash: z.string(),
  headHash: z.string(),
  signedAt: isoInstant,
  keyId: z.string(),
  algorithm: z.literal('Ed25519'),
  signature: z.string(),
  publicKey: z.string().describe('PEM'),
  check: z
    .strictObject({
      state: z.enum(['checking', 'sound', 'broken']),
      checkedAt: isoInstant.nullable(),
      finding: z.string().nullable().describe('What is wrong, when it is broken'),
    })
    .describe(
      'The stored trail held against itself and against the heads that were signed before, at the last start or since',
    ),
});
export type AuditHead = z.infer<typeof auditHead>;

export const auditExportRequest = z.strictObject({
  fromSequence: z.int().positive().default(1),
  toSequence: z.int().positive().nullable().default(null).describe('null: to the end'),
});
