import type { KeyObject } from 'node:crypto';
import { AuditTrailError } from './audit-trail-error.ts';
import { canonicalJson } from './canonical-json.ts';
import {
  createContentHash,
  type ExportManifest,
  type ExportProof,
  exportDomain,
  exportFormat,
  exportVersion,
  requireManifest,
} from './export-format.ts';
import { leafHash } from './merkle-tree.ts';
import type { RangeConnection, SequenceRange } from './range-proof.ts';
import { exportPublicKey, keyIdOf, publicPart, signJson } from './signature.ts';
import { type SignedHead, verifyHead } from './signed-head.ts';

/** Everything that goes into an export. */
export interface ExportParts {
  /** Which installation the trail is of. */
  readonly instance: string;
  /** UTC, ISO 8601 with milliseconds. */
  readonly exportedAt: string;
  readonly range: SequenceRange;
  /** Of `connectRange`. */
  readonly connection: RangeConnection;
  /** Canonical texts of the entries of the range in their order, as they are stored: they are written as they stand. */
  readonly entries: Iterable<string> | AsyncIterable<string>;
  /** Heads signed earlier, ascending by treeSize; those outside of the range are left out. */
  readonly heads: Iterable<SignedHead> | AsyncIterable<SignedHead>;
  /** Head of the whole trail, signed for this export with `privateKey`. */
  readonly head: SignedHead;
  readonly privateKey: KeyObject;
  /** Keys, besides the present one, that signed heads of the range. */
  readonly earlierKeys?: readonly KeyObject[];
}

/**
 * Writes an export, line by line, each with its line feed; memory stays flat.
 *
 * Entries are not judged here: a trail that was tampered with in the database is exported as it is, and `verifyExport` says so.
 *
 * @throws AuditTrailError `invalid-key` when the head was signed with another key; `invalid-manifest` for parts that do not fit.
 */
export async function* writeExport(parts: ExportParts): AsyncGenerator<string, void, undefined> {
  const { privateKey, head, range } = parts;
  if (!verifyHead(publicKeysOf(parts)[0] as KeyObject, head)) {
    throw new AuditTrailError('invalid-key', 'the head of an export must be signed with the key that signs the export');
  }
  const content = createContentHash();
  const write = (text: string): string => {
    content.add(text);
    return `${text}\n`;
  };
  yield write(canonicalJson(manifestOf(parts)));
  const manifestHash = content.digest();
  const heads = headsInOrder(parts.heads, range);
  let { previousHash: lastHash } = parts.connection;
  let count = 0;
  for await (const line of heads.upTo(range.from - 1)) yield write(line);
  for await (const text of parts.entries) {
    yield write(text);
    lastHash = leafHash(text);
    count += 1;
    for await (const line of heads.upTo(range.from - 1 + count)) yield write(line);
  }
  const { consistency } = parts.connection;
  const contentHash = content.digest();
  const proof: Omit<ExportProof, 'signature'> = {
    kind: 'proof',
    count,
    manifestHash,
    contentHash,
    lastHash,
    consistency,
    head,
  };
  yield `${canonicalJson({ ...proof, signature: signJson(privateKey, exportDomain, proof) })}\n`;
}

function manifestOf(parts: ExportParts): ExportManifest {
  const { instance, exportedAt, range, connection } = parts;
  return requireManifest({
    format: exportFormat,
    version: exportVersion,
    instance,
    exportedAt,
    range: { from: range.from, to: range.to },
    previousHash: connection.previousHash,
    previousPeaks: connection.previousPeaks,
    publicKeys: publicKeysOf(parts).map((key) => ({ keyId: keyIdOf(key), spki: exportPublicKey(key) })),
  });
}

function publicKeysOf({ privateKey, earlierKeys = [] }: ExportParts): KeyObject[] {
  const own = keyIdOf(privateKey);
  const earlier = new Map(earlierKeys.map((key) => [keyIdOf(key), key]));
  earlier.delete(own);
  return [publicPart(privateKey), ...[...earlier.values()].map(publicPart)];
}

/** Hands out the lines of the heads that were signed at a size, while sizes grow. */
function headsInOrder(heads: ExportParts['heads'], { from, to }: SequenceRange) {
  const source = inOrder(heads);
  let next: SignedHead | undefined;
  let ended = false;
  async function advance(): Promise<void> {
    const { value, done } = await source.next();
    next = done === true ? undefined : value;
    ended = done === true;
  }
  return {
    async *upTo(size: number): AsyncGenerator<string> {
      while (!ended) {
        if (next === undefined) await advance();
        if (next === undefined || next.treeSize > size) return;
        if (next.treeSize >= from - 1 && next.treeSize <= to) yield canonicalJson({ kind: 'head', head: next });
        next = undefined;
      }
    },
  };
}

async function* inOrder(heads: ExportParts['heads']): AsyncGenerator<SignedHead, undefined> {
  yield* heads;
}
