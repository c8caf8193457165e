import { AuditTrailError } from './audit-trail-error.ts';
import { canonicalJson, type Json, parseCanonicalJson } from './canonical-json.ts';
import { type Hash, isHash, leafHash } from './merkle-tree.ts';

export type ActorKind = 'user' | 'api-key' | 'system' | 'anonymous';
export type AuditResult = 'success' | 'refused' | 'failed';

/** One thing that was done, tried or refused. */
export interface AuditEntry {
  /** From 1, without gaps. */
  readonly sequence: number;
  /** UTC, ISO 8601 with milliseconds. The order of the trail is that of `sequence`: clocks may step back. */
  readonly recordedAt: string;
  readonly actor: { readonly kind: ActorKind; readonly id: string | null };
  readonly sessionId: string | null;
  /** Network address that the request came from. */
  readonly address: string | null;
  /** Such as `portfolio.updated`. */
  readonly action: string;
  readonly entity: { readonly type: string; readonly id: string | null };
  /** Whose data it is about. */
  readonly ownerId: string | null;
  /** The whole entity before and after; null where there was, or is, none. */
  readonly before: Json | null;
  readonly after: Json | null;
  readonly requestId: string | null;
  readonly result: AuditResult;
  readonly reason: string | null;
  /** `hashEntry` of the entry before; of entry 1 `firstPreviousHash`. */
  readonly previousHash: Hash;
}

/** What stands before entry 1. */
export const firstPreviousHash: Hash = '0'.repeat(64);

/**
 * The text of an entry that is hashed, stored and exported (RFC 8785).
 *
 * @throws AuditTrailError `invalid-entry` or `not-json` naming the field.
 */
export function canonicalEntry(entry: AuditEntry): string {
  requireEntry(entry);
  return canonicalJson(entry);
}

/** SHA-256(0x00 ‖ canonical text) in hexadecimal: the entry's leaf in the Merkle tree, and what the next entry chains to. */
export function hashEntry(entry: AuditEntry): Hash {
  return leafHash(canonicalEntry(entry));
}

/**
 * Reads the canonical text of an entry.
 *
 * @throws AuditTrailError `not-json`, `not-canonical` or `invalid-entry`, a clause that completes "line 7: …".
 */
export function parseEntry(text: string): AuditEntry {
  const value = parseCanonicalJson(text);
  requireEntry(value);
  return value;
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string' && value !== '';
const isTextOrNull: Check = (value) => value === null || typeof value === 'string';
const isOneOf =
  (...words: string[]): Check =>
  (value) =>
    words.includes(value as string);
const isPair =
  (first: string, isFirst: Check): Check =>
  (value) =>
    isPlainObject(value) && sameNames(value, [first, 'id']) && isFirst(value[first]) && isTextOrNull(value.id);

/** Each field: what it must be, and how to say so. */
const fields: Readonly<Record<keyof AuditEntry, readonly [check: Check, expected: string]>> = {
  sequence: [(value) => Number.isSafeInteger(value) && (value as number) >= 1, 'a whole number from 1'],
  recordedAt: [isInstant, 'a UTC time such as 2026-11-22T17:50:00.000Z'],
  actor: [
    isPair('kind', isOneOf('user', 'api-key', 'system', 'anonymous')),
    '{kind: user|api-key|system|anonymous, id}',
  ],
  sessionId: [isTextOrNull, 'text or null'],
  address: [isTextOrNull, 'text or null'],
  action: [isText, 'text'],
  entity: [isPair('type', isText), '{type, id}'],
  ownerId: [isTextOrNull, 'text or null'],
  before: [(value) => value !== undefined, 'JSON or null'],
  after: [(value) => value !== undefined, 'JSON or null'],
  requestId: [isTextOrNull, 'text or null'],
  result: [isOneOf('success', 'refused', 'failed'), 'success, refused or failed'],
  reason: [isTextOrNull, 'text or null'],
  previousHash: [isHash, '64 hexadecimal digits'],
};
const fieldNames = Object.keys(fields) as (keyof AuditEntry)[];

export function requireEntry(value: unknown): asserts value is AuditEntry {
  if (!isPlainObject(value)) throw new AuditTrailError('invalid-entry', 'it is not an object');
  for (const name of fieldNames) {
    if (!Object.hasOwn(value, name)) throw new AuditTrailError('invalid-entry', `the field ${name} is missing`);
    const [check, expected] = fields[name];
    if (!check(value[name])) throw new AuditTrailError('invalid-entry', `the field ${name} must be ${expected}`);
  }
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(fields, name));
  if (unknown !== undefined) throw new AuditTrailError('invalid-entry', `there is no field ${JSON.stringify(unknown)}`);
}

/** Whether it is a UTC time with milliseconds that exists, written as Date.toISOString does. */
export function isInstant(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)) return false;
  const time = Date.parse(value);
  return !Number.isNaN(time) && new Date(time).toISOString() === value;
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether an object has these fields and no other. */
export function sameNames(value: Record<string, unknown>, names: readonly string[]): boolean {
  return Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name));
}
