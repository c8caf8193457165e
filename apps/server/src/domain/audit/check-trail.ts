/** Holds the stored trail against itself and against the heads that were signed and kept outside of the database. */
import {
  type AuditEntry,
  AuditTrailError,
  appendLeaf,
  firstPreviousHash,
  type Hash,
  leafHash,
  parseEntry,
  rootOfPeaks,
  type SignedHead,
} from '@riskoptimizer/audit-trail';
import type { StoredEntry, TrailEnd, TrailReader } from './ports.ts';

export interface SoundTrail {
  readonly state: 'sound';
  readonly treeSize: number;
  readonly headCount: number;
}

export interface BrokenTrail {
  readonly state: 'broken';
  /** The first entry that is not what it was; null when that cannot be told. */
  readonly sequence: number | null;
  /** What is wrong, for a person. */
  readonly sentence: string;
}

const entriesPerRead = 500;

/**
 * Reads the whole trail once, in pieces: numbers, texts, chain, the columns that are searched by, the tree at each signed head,
 * and the head of the database. Entries that are added meanwhile are left for the next time.
 *
 * @param heads by growing size; their signatures are the caller's business.
 */
export async function checkTrail(reader: TrailReader, heads: readonly SignedHead[]): Promise<SoundTrail | BrokenTrail> {
  const end = await reader.end();
  const last = heads.at(-1);
  const check = new TrailCheck(heads);
  try {
    check.compareHeads();
    while (check.size < end.sequence) {
      const entries = await reader.after(check.size, Math.min(entriesPerRead, end.sequence - check.size));
      if (entries.length === 0) throw new Fault(check.size + 1, `Entry ${check.size + 1} is missing.`);
      for (const entry of entries) check.take(entry);
    }
    check.finish(end);
    if (last !== undefined && last.treeSize > end.sequence) throw cutOff(last, end);
  } catch (error) {
    if (error instanceof Fault) return { state: 'broken', sequence: error.sequence, sentence: error.message };
    throw error;
  }
  return { state: 'sound', treeSize: end.sequence, headCount: heads.length };
}

class Fault extends Error {
  readonly sequence: number | null;

  constructor(sequence: number | null, sentence: string) {
    super(sentence);
    this.sequence = sequence;
  }
}

class TrailCheck {
  readonly #heads: readonly SignedHead[];
  #nextHead = 0;
  #peaks: Hash[] = [];
  #hash: Hash = firstPreviousHash;
  size = 0;

  constructor(heads: readonly SignedHead[]) {
    this.#heads = heads;
  }

  take(stored: StoredEntry): void {
    const expected = this.size + 1;
    if (stored.sequence !== expected) throw new Fault(expected, `Entry ${expected} is missing.`);
    const entry = readEntry(stored);
    if (entry.sequence !== expected) throw new Fault(expected, `Entry ${expected} says it is entry ${entry.sequence}.`);
    if (leafHash(stored.content) !== stored.hash)
      throw new Fault(expected, `The text of entry ${expected} is not the one that was hashed.`);
    if (entry.previousHash !== this.#hash)
      throw new Fault(
        expected,
        `Entry ${expected} does not follow the entry before it: one of them is not what it was.`,
      );
    const column = changedColumn(stored, entry);
    if (column !== null)
      throw new Fault(expected, `The column ${column} of entry ${expected} does not say what its text says.`);
    this.#peaks = appendLeaf(this.#peaks, this.size, stored.hash);
    this.#hash = stored.hash;
    this.size = expected;
    this.compareHeads();
  }

  /** Holds the tree so far against the heads that were signed at this size. */
  compareHeads(): void {
    for (let head = this.#heads[this.#nextHead]; head?.treeSize === this.size; head = this.#heads[this.#nextHead]) {
      if (head.rootHash !== rootOfPeaks(this.#peaks) || head.headHash !== this.#hash) {
        const since = this.#heads[this.#nextHead - 1]?.treeSize ?? 0;
        const range = `one of the entries ${since + 1} to ${this.size}`;
        throw new Fault(null, `The head signed at ${head.signedAt} is of other entries: ${range} was changed.`);
      }
      this.#nextHead += 1;
    }
  }

  finish(end: TrailEnd): void {
    const same = end.hash === this.#hash && end.peaks.join() === this.#peaks.join();
    if (!same) throw new Fault(null, 'The head row of the database is not that of its entries.');
  }
}

function cutOff(last: SignedHead, end: TrailEnd): Fault {
  const sentence =
    `The trail had ${last.treeSize} entries at ${last.signedAt}, by the head signed then, and has ${end.sequence} now: ` +
    'its tail was cut off, or the database was restored from an older backup.';
  return new Fault(end.sequence + 1, sentence);
}

function readEntry({ sequence, content }: StoredEntry): AuditEntry {
  try {
    return parseEntry(content);
  } catch (error) {
    if (!(error instanceof AuditTrailError)) throw error;
    throw new Fault(sequence, `The text of entry ${sequence} cannot be read: ${error.message}.`);
  }
}

/** Whoever searches trusts the columns, so they must say the same as the text. */
function changedColumn(stored: StoredEntry, entry: AuditEntry): string | null {
  const pairs: readonly [column: string, found: unknown, expected: unknown][] = [
    ['recorded_at', stored.recordedAt.toISOString(), entry.recordedAt],
    ['actor_kind', stored.actorKind, entry.actor.kind],
    ['actor_id', stored.actorId, entry.actor.id],
    ['owner_id', stored.ownerId, entry.ownerId],
    ['action', stored.action, entry.action],
    ['entity_type', stored.entityType, entry.entity.type],
    ['entity_id', stored.entityId, entry.entity.id],
    ['result', stored.result, entry.result],
  ];
  return pairs.find(([, found, expected]) => found !== expected)?.[0] ?? null;
}
