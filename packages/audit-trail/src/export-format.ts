/**
 * The file of an export: JSON lines, each in canonical form and ended by one line feed. The first is the manifest, then come the
 * entries, with a line for each head that was signed when the trail had just that many entries, and at last the proof.
 */
import { createHash } from 'node:crypto';
import { AuditTrailError } from './audit-trail-error.ts';
import { firstPreviousHash, isInstant, isPlainObject, sameNames } from './entry.ts';
import { type Hash, isHash, peakCount } from './merkle-tree.ts';
import type { SequenceRange } from './range-proof.ts';
import { importPublicKey, keyIdOf } from './signature.ts';
import { requireHead, type SignedHead } from './signed-head.ts';

export const exportFormat = 'riskoptimizer-audit';
export const exportVersion = 1;
/** Signed are this, a line feed, and the canonical JSON of the proof without its signature. */
export const exportDomain = 'riskoptimizer-audit-export-v1';

/** First line. */
export interface ExportManifest {
  readonly format: typeof exportFormat;
  readonly version: typeof exportVersion;
  /** Which installation the trail is of. */
  readonly instance: string;
  readonly range: SequenceRange;
  /** Hash of the entry before the range. */
  readonly previousHash: Hash;
  /** Peaks of the tree over all entries before the range. */
  readonly previousPeaks: readonly Hash[];
  /** UTC, ISO 8601 with milliseconds. */
  readonly exportedAt: string;
  /** Keys that signed heads in this file; `spki` is base64 of SubjectPublicKeyInfo (DER). */
  readonly publicKeys: readonly { readonly keyId: string; readonly spki: string }[];
}

/** Line of a head that was signed when the entry above it was the last one. */
export interface ExportHeadLine {
  readonly kind: 'head';
  readonly head: SignedHead;
}

/** Last line. */
export interface ExportProof {
  readonly kind: 'proof';
  /** Number of entries in the file. */
  readonly count: number;
  /** SHA-256 of the first line with its line feed. */
  readonly manifestHash: Hash;
  /** SHA-256 of all lines before this one with their line feeds. */
  readonly contentHash: Hash;
  /** Hash of the last entry of the range; of none `previousHash` of the manifest. */
  readonly lastHash: Hash;
  /** RFC 6962 consistency proof from the tree of size `range.to` to that of the head; empty when they are the same. */
  readonly consistency: readonly Hash[];
  /** Head of the whole trail at the time of the export. */
  readonly head: SignedHead;
  /** base64url, Ed25519, by the key of the head. */
  readonly signature: string;
}

const manifestNames = [
  'format',
  'version',
  'instance',
  'range',
  'previousHash',
  'previousPeaks',
  'exportedAt',
  'publicKeys',
];

/**
 * Takes a value for a manifest.
 *
 * @throws AuditTrailError `invalid-manifest` or `unsupported-version`, a clause that completes "line 1: …".
 */
export function requireManifest(value: unknown): ExportManifest {
  if (!isPlainObject(value) || value.format !== exportFormat) {
    throw new AuditTrailError('invalid-manifest', `it is not the manifest of an audit export (format ${exportFormat})`);
  }
  if (value.version !== exportVersion) {
    const found = JSON.stringify(value.version);
    throw new AuditTrailError(
      'unsupported-version',
      `it is of version ${found}, and this program reads ${exportVersion}; use a newer one`,
    );
  }
  if (!sameNames(value, manifestNames)) wrong('manifest', '', `an object of ${manifestNames.join(', ')}`);
  const { range, previousHash, previousPeaks, publicKeys } = value;
  if (typeof value.instance !== 'string') wrong('manifest', 'instance', 'text');
  if (!isInstant(value.exportedAt)) wrong('manifest', 'exportedAt', 'a UTC time such as 2026-11-22T17:50:00.000Z');
  if (!isRange(range)) wrong('manifest', 'range', '{from, to}, whole numbers, from at least 1, to at least from − 1');
  if (!isHash(previousHash)) wrong('manifest', 'previousHash', '64 hexadecimal digits');
  if (range.from === 1 && previousHash !== firstPreviousHash)
    wrong('manifest', 'previousHash', '64 zeros before entry 1');
  if (!isHashes(previousPeaks) || previousPeaks.length !== peakCount(range.from - 1)) {
    wrong('manifest', 'previousPeaks', `the ${peakCount(range.from - 1)} peaks of a tree of ${range.from - 1} entries`);
  }
  if (!Array.isArray(publicKeys) || !publicKeys.every(isNamedKey)) {
    wrong('manifest', 'publicKeys', 'a list of {keyId, spki}, each an Ed25519 key under its own thumbprint');
  }
  return value as unknown as ExportManifest;
}

const proofNames = ['kind', 'count', 'manifestHash', 'contentHash', 'lastHash', 'consistency', 'head', 'signature'];

/**
 * Takes a value for the proof of an export, without looking at its signatures.
 *
 * @throws AuditTrailError `invalid-proof` or `invalid-head`.
 */
export function requireProof(value: Record<string, unknown>): ExportProof {
  if (!sameNames(value, proofNames)) wrong('proof', '', `an object of ${proofNames.join(', ')}`);
  if (!Number.isSafeInteger(value.count) || (value.count as number) < 0) wrong('proof', 'count', 'a whole number');
  for (const name of ['manifestHash', 'contentHash', 'lastHash']) {
    if (!isHash(value[name])) wrong('proof', name, '64 hexadecimal digits');
  }
  if (!isHashes(value.consistency)) wrong('proof', 'consistency', 'a list of hashes');
  if (typeof value.signature !== 'string') wrong('proof', 'signature', 'text');
  requireHead(value.head);
  return value as unknown as ExportProof;
}

/** Takes a value for the line of a head. */
export function requireHeadLine(value: Record<string, unknown>): SignedHead {
  if (!sameNames(value, ['kind', 'head'])) {
    throw new AuditTrailError('invalid-head', 'the line of a head must be an object of kind and head');
  }
  return requireHead(value.head);
}

/** SHA-256 of lines with their line feeds, added one after the other. */
export function createContentHash(): { add(line: string | Uint8Array): void; digest(): Hash } {
  const hash = createHash('sha256');
  return {
    add: (line) => void hash.update(line).update('\n'),
    // A copy, so that the sum may grow on.
    digest: () => hash.copy().digest('hex'),
  };
}

function isRange(value: unknown): value is SequenceRange {
  if (!isPlainObject(value) || !sameNames(value, ['from', 'to'])) return false;
  const { from, to } = value;
  return (
    Number.isSafeInteger(from) &&
    Number.isSafeInteger(to) &&
    (from as number) >= 1 &&
    (to as number) >= (from as number) - 1
  );
}

function isHashes(value: unknown): value is Hash[] {
  return Array.isArray(value) && value.every(isHash);
}

function isNamedKey(value: unknown): boolean {
  if (!isPlainObject(value) || !sameNames(value, ['keyId', 'spki']) || typeof value.spki !== 'string') return false;
  try {
    return keyIdOf(importPublicKey(value.spki)) === value.keyId;
  } catch {
    return false;
  }
}

function wrong(part: 'manifest' | 'proof', field: string, expected: string): never {
  const what = field === '' ? `the ${part}` : `the field ${field} of the ${part}`;
  throw new AuditTrailError(part === 'manifest' ? 'invalid-manifest' : 'invalid-proof', `${what} must be ${expected}`);
}
