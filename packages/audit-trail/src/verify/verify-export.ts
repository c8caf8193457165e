import { AuditTrailError } from '../audit-trail-error.ts';
import { parseCanonicalJson } from '../canonical-json.ts';
import { isPlainObject, requireEntry } from '../entry.ts';
import {
  createContentHash,
  type ExportManifest,
  requireHeadLine,
  requireManifest,
  requireProof,
} from '../export-format.ts';
import { type Line, lineBytesMax, readLines } from '../line-reader.ts';
import { type Hash, rootOfPeaks } from '../merkle-tree.ts';
import type { SequenceRange } from '../range-proof.ts';
import { type SignedHead, verifyHead } from '../signed-head.ts';
import { ChainCheck } from './chain-check.ts';
import { ExportFault, type ExportProblem, type FirstBad } from './export-fault.ts';
import { changedManifest, checkProof, isManifestChanged } from './proof-check.ts';
import { type AnchorReport, type Trust, TrustCheck, type VerificationOptions } from './trust.ts';

/** The file holds what was signed. */
export interface ValidExport {
  readonly status: 'valid';
  readonly instance: string;
  readonly exportedAt: string;
  readonly range: SequenceRange;
  readonly count: number;
  /** Whether the file holds the whole trail as it was at the time of the export. */
  readonly isWhole: boolean;
  /** Times of the first and of the last entry; null without entries. */
  readonly recordedFrom: string | null;
  readonly recordedTo: string | null;
  /** Root of the tree up to the end of the range. */
  readonly rootHash: Hash;
  /** Head of the whole trail at the time of the export. */
  readonly head: SignedHead;
  /** Signed heads inside of the file, all in agreement. */
  readonly headsInFile: number;
  readonly trust: Trust;
  readonly anchors: AnchorReport;
}

/** The file does not hold what was signed, or nobody trusted signed it. */
export interface InvalidExport {
  readonly status: 'invalid';
  readonly firstBad: FirstBad;
}

export type VerificationResult = ValidExport | InvalidExport;

/**
 * Checks an export from its first byte to its last, as a stream: form, numbers, chain, Merkle tree, signatures, and what the reader
 * knows from elsewhere. Stops at the first thing that is wrong and names it.
 *
 * Without `trustedKeys` and `anchoredHeads` a file that somebody made anew from beginning to end, with a key of his own, is valid:
 * `trust` is `file-alone` then.
 *
 * @param chunks the bytes of the file, or its text, in pieces of any size.
 * @throws what reading the chunks throws; never for what they hold.
 */
export async function verifyExport(
  chunks: Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>,
  options: VerificationOptions = {},
): Promise<VerificationResult> {
  const check = new ExportCheck(options);
  let fault: ExportFault | null = null;
  for await (const line of readLines(chunks)) {
    fault ??= check.attempt(() => check.take(line));
    if (fault !== null && check.tellsOfAnotherManifest(line)) fault = changedManifest();
  }
  fault ??= check.attempt(() => check.requireEnd());
  return fault === null ? check.result() : { status: 'invalid', firstBad: fault.bad };
}

/** How canonical lines of these kinds begin. */
const headBeginning = '{"head":';
const proofBeginning = '{"consistency":';

class ExportCheck {
  readonly #options: VerificationOptions;
  readonly #content = createContentHash();
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #manifest: ExportManifest | null = null;
  #manifestHash: Hash = '';
  #chain: ChainCheck | null = null;
  #trust: TrustCheck | null = null;
  #lastLine = 0;
  #recordedFrom: string | null = null;
  #recordedTo: string | null = null;
  #headsInFile = 0;
  #result: ValidExport | null = null;

  constructor(options: VerificationOptions) {
    this.#options = options;
  }

  take(line: Line): void {
    this.#lastLine = line.number;
    if (this.#result !== null) {
      throw new ExportFault(
        'trailing-data',
        line.number,
        null,
        `Line ${line.number} follows the proof, which is the last line.`,
      );
    }
    const text = this.#textOf(line);
    if (this.#manifest === null || this.#chain === null || this.#trust === null) return this.#takeManifest(text, line);
    const value = this.#reading(line, text, () => parseCanonicalJson(text));
    const kind = isPlainObject(value) ? value.kind : undefined;
    if (isPlainObject(value) && kind === 'proof') {
      const proof = this.#reading(line, text, () => requireProof(value));
      const found = { manifestHash: this.#manifestHash, contentHash: this.#content.digest() };
      checkProof({ proof, line: line.number, manifest: this.#manifest, chain: this.#chain, trust: this.#trust, found });
      this.#result = this.#valid(this.#manifest, this.#chain, this.#trust, proof.head);
      return;
    }
    this.#content.add(line.bytes);
    if (isPlainObject(value) && kind === 'head') {
      this.#takeHead(
        this.#reading(line, text, () => requireHeadLine(value)),
        line.number,
        this.#chain,
        this.#trust,
      );
      return;
    }
    const entry = this.#reading(line, text, () => {
      requireEntry(value);
      return value;
    });
    this.#chain.add(text, entry, line.number);
    this.#trust.compareAnchors(this.#chain, line.number);
    this.#recordedFrom ??= entry.recordedAt;
    this.#recordedTo = entry.recordedAt;
  }

  requireEnd(): void {
    if (this.#result !== null) return;
    if (this.#manifest === null) throw new ExportFault('invalid-manifest', 1, null, 'The file is empty.');
    const sentence = 'The file ends before its proof, the last line: the tail was cut off.';
    throw new ExportFault('proof-missing', this.#lastLine + 1, this.#expected(), sentence);
  }

  result(): ValidExport {
    return this.#result as ValidExport;
  }

  /** Takes a step and returns what it found wrong; two entries that do not link stand before whatever comes after them. */
  attempt(step: () => void): ExportFault | null {
    try {
      step();
      return null;
    } catch (error) {
      if (!(error instanceof ExportFault)) throw error;
      if (this.#chain?.isWaiting !== true || this.#isOfLink(error)) return error;
      return this.attempt(() => this.#chain?.settle(null));
    }
  }

  #isOfLink({ bad }: ExportFault): boolean {
    return bad.problem === 'entry-changed' || bad.problem === 'previous-hash-changed';
  }

  /** After a fault: whether the line is a proof by which the first line is what was wrong first. */
  tellsOfAnotherManifest(line: Line): boolean {
    if (this.#trust === null || line.tooLong) return false;
    const text = Buffer.from(line.bytes).toString();
    if (!text.startsWith(proofBeginning)) return false;
    try {
      const value = parseCanonicalJson(text);
      return isPlainObject(value) && isManifestChanged(requireProof(value), this.#trust, this.#manifestHash);
    } catch (error) {
      if (error instanceof AuditTrailError) return false;
      throw error;
    }
  }

  #takeManifest(text: string, line: Line): void {
    const manifest = this.#reading(line, text, () => requireManifest(parseCanonicalJson(text)), 'invalid-manifest');
    this.#content.add(line.bytes);
    this.#manifestHash = this.#content.digest();
    this.#manifest = manifest;
    this.#chain = new ChainCheck(manifest);
    this.#trust = new TrustCheck(manifest, this.#options);
    this.#trust.compareAnchors(this.#chain, line.number);
  }

  #takeHead(head: SignedHead, line: number, chain: ChainCheck, trust: TrustCheck): void {
    if (chain.isWaiting) return;
    const key = trust.keyOf(head);
    if (key === undefined || !verifyHead(key, head)) {
      const why = key === undefined ? `is of the key ${head.keyId}, which is not in the file` : 'is not right';
      throw chain.openFault('head-signature', `the signature of the head in line ${line} ${why}`, line);
    }
    if (head.treeSize > chain.size) {
      const first = chain.size + 1;
      const sentence = `Line ${line} is the head signed at entry ${head.treeSize}, and entry ${first} is missing before it.`;
      throw new ExportFault('sequence-gap', line, first, sentence);
    }
    if (head.treeSize < chain.size) {
      const entries = { first: head.treeSize + 1, last: chain.size };
      const sentence = `Line ${line} is the head signed at entry ${head.treeSize}, and stands after entry ${chain.size}: it was moved, or entries were put in before it.`;
      throw new ExportFault('head-misplaced', line, entries, sentence);
    }
    chain.compare(head, 'root-mismatch', `the head of line ${line}`, trust.isTrusted(head));
    this.#headsInFile += 1;
  }

  #textOf(line: Line): string {
    const at = `Line ${line.number}`;
    if (line.tooLong) {
      throw new ExportFault(
        'line-too-long',
        line.number,
        this.#expected(),
        `${at} is longer than ${lineBytesMax} bytes.`,
      );
    }
    let text: string;
    try {
      text = this.#decoder.decode(line.bytes);
    } catch {
      throw new ExportFault('not-utf8', line.number, this.#expected(), `${at} is not UTF-8: bytes were changed.`);
    }
    if (!line.ended) {
      const sentence = `${at} has no line feed at its end: the file was cut off.`;
      throw new ExportFault('unterminated-line', line.number, this.#expected(text), sentence);
    }
    return text;
  }

  /** What a line is expected to hold: the next entry; null when none is due, or the line is plainly no entry. */
  #expected(text = ''): number | null {
    if (this.#manifest === null || this.#chain === null) return null;
    if (text.startsWith(headBeginning) || text.startsWith(proofBeginning)) return null;
    return this.#chain.size < this.#manifest.range.to ? this.#chain.size + 1 : null;
  }

  #reading<T>(line: Line, text: string, read: () => T, problem?: ExportProblem): T {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof AuditTrailError)) throw error;
      const code = error.code === 'unsupported-version' ? error.code : (problem ?? (error.code as ExportProblem));
      const sequence = this.#expected(text);
      const where =
        sequence === null ? `Line ${line.number}` : `Line ${line.number}, where entry ${sequence} is expected`;
      throw new ExportFault(code, line.number, sequence, `${where}: ${error.message}.`);
    }
  }

  #valid(
    { instance, exportedAt, range }: ExportManifest,
    chain: ChainCheck,
    trust: TrustCheck,
    head: SignedHead,
  ): ValidExport {
    return {
      status: 'valid',
      instance,
      exportedAt,
      range,
      count: range.to - range.from + 1,
      isWhole: range.from === 1 && range.to === head.treeSize,
      recordedFrom: this.#recordedFrom,
      recordedTo: this.#recordedTo,
      rootHash: rootOfPeaks(chain.peaks),
      head,
      headsInFile: this.#headsInFile,
      trust: trust.trust,
      anchors: trust.report(head),
    };
  }
}
