/** Everything that can be wrong with an export. */
export const exportProblems = {
  'not-utf8': 'The line is not UTF-8.',
  'line-too-long': 'The line is longer than 16 MiB.',
  'unterminated-line': 'The last line has no line feed: the file was cut off.',
  'not-json': 'The line is not JSON, or JSON that cannot be written exactly.',
  'not-canonical': 'The line is not in canonical form (RFC 8785).',
  'invalid-manifest': 'The first line is missing or is not a manifest.',
  'unsupported-version': 'The file is of a version that this program does not read.',
  'invalid-entry': 'A field of the entry is missing, unknown or malformed.',
  'sequence-gap': 'An entry is missing or out of place.',
  'duplicate-sequence': 'An entry stands twice, or one was put in.',
  'wrong-range': 'The entry lies outside of the range that the file says it holds.',
  'entry-changed': 'The entry is not the one that was hashed.',
  'previous-hash-changed': 'The entry carries another hash for the entry before.',
  'invalid-head': 'The line of a signed head is malformed.',
  'head-misplaced': 'A signed head stands in another place than the one it was signed for.',
  'head-signature': 'The signature of a signed head is not right.',
  'root-mismatch': 'The entries are not those that were signed.',
  'anchored-head-mismatch': 'The entries are not those of a head that was kept elsewhere.',
  'anchored-head-signature': 'The signature of a head that was kept elsewhere is not right.',
  'rolled-back': 'A head that was kept elsewhere covers more entries, and was signed before this export.',
  'proof-missing': 'The file ends before its proof: the tail was cut off.',
  'invalid-proof': 'The line of the proof is malformed or contradicts itself.',
  truncated: 'The file has fewer entries than were exported.',
  'unknown-key': 'The file is signed with a key that is not trusted.',
  'proof-signature': 'The signature of the proof is not right.',
  'manifest-changed': 'The first line is not the one that was signed.',
  'content-changed': 'The line of a signed head was put in, left out or moved.',
  'trailing-data': 'Something follows the proof.',
} as const;

export type ExportProblem = keyof typeof exportProblems;

/** The first thing that is wrong with an export. */
export interface FirstBad {
  /** From 1. */
  readonly line: number;
  /** Sequence of the first bad entry; null when no entry is concerned. */
  readonly sequence: number | null;
  /** The same; larger when it can only be told that the fault lies, or that nothing vouches for the entries, from there to here. */
  readonly lastSequence: number | null;
  readonly problem: ExportProblem;
  readonly sentence: string;
}

/** Thrown inside of the verifier, at the first thing that is wrong. */
export class ExportFault extends Error {
  readonly bad: FirstBad;

  constructor(
    problem: ExportProblem,
    line: number,
    entries: { readonly first: number; readonly last: number } | number | null,
    sentence: string,
  ) {
    super(sentence);
    const [sequence, lastSequence] =
      typeof entries === 'number' ? [entries, entries] : [entries?.first ?? null, entries?.last ?? null];
    this.bad = { line, sequence, lastSequence, problem, sentence };
  }
}

/** "entry 7", "entries 3 to 9". */
export function sayEntries(first: number, last: number): string {
  return first >= last ? `entry ${first}` : `entries ${first} to ${last}`;
}
