import { type AuditEntry, hashEntry } from '../entry.ts';
import type { ExportManifest } from '../export-format.ts';
import { appendLeaf, type Hash, leafHash, rootOfPeaks } from '../merkle-tree.ts';
import { ExportFault, type ExportProblem, sayEntries } from './export-fault.ts';

/** What a head says of the entries up to its size. */
export interface Claim {
  readonly rootHash: Hash;
  readonly headHash: Hash;
}

interface Place {
  readonly sequence: number;
  readonly line: number;
}

/** An entry that carries another hash for the entry before than that has: one of the two was changed, the next entry tells which. */
interface BrokenLink {
  readonly before: Place & { readonly hash: Hash };
  readonly after: Place & { readonly entry: AuditEntry };
}

/** Follows the entries of an export: their numbers, their chain, and the Merkle tree that they make. */
export class ChainCheck {
  readonly #manifest: ExportManifest;
  /** Entries of the trail up to here, those before the range included. */
  #size: number;
  #peaks: readonly Hash[];
  /** As it was before the last entry. */
  #peaksBefore: readonly Hash[] = [];
  #last: (Place & { readonly hash: Hash }) | null = null;
  #brokenLink: BrokenLink | null = null;
  /** First entry that no head has vouched for. */
  #firstOpen: Place;

  constructor(manifest: ExportManifest) {
    this.#manifest = manifest;
    this.#size = manifest.range.from - 1;
    this.#peaks = manifest.previousPeaks;
    this.#firstOpen = { sequence: manifest.range.from, line: 1 };
  }

  get size(): number {
    return this.#size;
  }

  get peaks(): readonly Hash[] {
    return this.#peaks;
  }

  get lastHash(): Hash {
    return this.#last?.hash ?? this.#manifest.previousHash;
  }

  /** Whether one of the last two entries is known to be bad, and the next line is waited for to tell which. */
  get isWaiting(): boolean {
    return this.#brokenLink !== null;
  }

  /** @throws ExportFault when the entry does not follow the one before. */
  add(text: string, entry: AuditEntry, line: number): void {
    this.settle(entry.sequence === this.#size + 1 ? entry.previousHash : null);
    this.#requireSequence(entry, line);
    const hash = leafHash(text);
    const place = { sequence: entry.sequence, line };
    if (entry.sequence === this.#firstOpen.sequence) this.#firstOpen = place;
    if (entry.previousHash !== this.lastHash) {
      if (this.#last === null) throw changedLink(place, 'the first line');
      this.#brokenLink = { before: this.#last, after: { ...place, entry } };
    }
    this.#peaksBefore = this.#peaks;
    this.#peaks = appendLeaf(this.#peaks, this.#size, hash);
    this.#size = entry.sequence;
    this.#last = { ...place, hash };
  }

  #requireSequence({ sequence, previousHash }: AuditEntry, line: number): void {
    const { from, to } = this.#manifest.range;
    const expected = this.#size + 1;
    if (sequence === expected && sequence <= to) return;
    const found = `Line ${line} holds entry ${sequence}`;
    if (sequence < from || sequence > to) {
      const range = `the file says that it holds ${from > to ? 'no entries' : sayEntries(from, to)}`;
      // One too many that does not link: it may be the one before that was put in.
      const isNext = sequence === expected && this.#last !== null && previousHash !== this.lastHash;
      const entries = { first: isNext ? this.#size : sequence, last: sequence };
      throw new ExportFault('wrong-range', line, entries, `${found}, but ${range}.`);
    }
    if (sequence < expected) {
      const sentence = `${found}, which stood before already: it stands twice, or one of the two was put in.`;
      throw new ExportFault('duplicate-sequence', line, sequence, sentence);
    }
    const sentence = `${found} where entry ${expected} is expected: entry ${expected} is missing or out of place.`;
    throw new ExportFault('sequence-gap', line, expected, sentence);
  }

  /**
   * Names the bad one of two entries that do not link, from what comes after them.
   *
   * @param nextHash hash that the next line carries for the last entry; null when it cannot be told.
   */
  settle(nextHash: Hash | null): void {
    if (this.#brokenLink === null) return;
    const { before, after } = this.#brokenLink;
    if (nextHash === this.lastHash) throw changedEntry(before, `entry ${after.sequence}`);
    if (nextHash === hashEntry({ ...after.entry, previousHash: before.hash })) {
      throw changedLink(after, `line ${before.line}`);
    }
    const sentence =
      `${capitalise(sayEntries(before.sequence, after.sequence))} do not link: line ${after.line} carries another hash ` +
      `for the entry before than line ${before.line} has. One of them, or both, was changed, put in or moved.`;
    throw new ExportFault('entry-changed', before.line, { first: before.sequence, last: after.sequence }, sentence);
  }

  /**
   * Compares what a head says of the trail up to the last entry.
   *
   * @param vouches whether the head is to be believed, so that the entries up to here are settled when it agrees.
   */
  compare({ rootHash, headHash }: Claim, problem: ExportProblem, who: string, vouches: boolean): void {
    // Something is bad already; the next line tells what.
    if (this.isWaiting) return;
    if (rootOfPeaks(this.#peaks) === rootHash && this.lastHash === headHash) {
      if (vouches) this.#firstOpen = { sequence: this.#size + 1, line: this.#last?.line ?? 1 };
      return;
    }
    this.blameLast(headHash, (root) => root === rootHash, who);
    throw this.openFault(problem, `their tree is not the one that ${who} was signed for`);
  }

  /** Names the last entry, if with the hash that a head gives for it the root would be right: then nothing else was changed. */
  blameLast(claimedHash: Hash, isRoot: (root: Hash) => boolean, who: string): void {
    if (this.#last === null || claimedHash === this.#last.hash) return;
    const root = rootOfPeaks(appendLeaf(this.#peaksBefore, this.#size - 1, claimedHash));
    if (isRoot(root)) throw changedEntry(this.#last, who);
  }

  /** A fault somewhere in the entries that no head has vouched for. */
  openFault(problem: ExportProblem, what: string, line?: number): ExportFault {
    const { sequence: first, line: firstLine } = this.#firstOpen;
    const isOpen = first <= this.#size;
    const entries = isOpen ? capitalise(sayEntries(first, this.#size)) : 'No new entries';
    return new ExportFault(
      problem,
      line ?? firstLine,
      isOpen ? { first, last: this.#size } : null,
      `${entries}: ${what}.`,
    );
  }
}

function capitalise(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function changedEntry({ sequence, line }: Place, who: string): ExportFault {
  const sentence = `Entry ${sequence} was changed: ${who} carries another hash for it.`;
  return new ExportFault('entry-changed', line, sequence, sentence);
}

function changedLink({ sequence, line }: Place, where: string): ExportFault {
  const sentence = `Entry ${sequence} was changed: its previousHash is not the hash of the entry before (${where}).`;
  return new ExportFault('previous-hash-changed', line, sequence, sentence);
}
