import type { KeyObject } from 'node:crypto';
import type { ExportManifest } from '../export-format.ts';
import { importPublicKey, keyIdOf } from '../signature.ts';
import { type SignedHead, verifyHead } from '../signed-head.ts';
import type { ChainCheck } from './chain-check.ts';
import { ExportFault } from './export-fault.ts';

/** What the reader knows from elsewhere than the file. */
export interface VerificationOptions {
  /** Ed25519 public keys: one of them must have signed the export. */
  readonly trustedKeys?: readonly KeyObject[];
  /** Signed heads that were kept outside of the database, in any order. */
  readonly anchoredHeads?: readonly SignedHead[];
}

/** On what the verdict rests: a key that the reader trusts, one that signed the reader's heads, or nothing but the file itself. */
export type Trust = 'trusted-key' | 'anchored-key' | 'file-alone';

/** What became of the reader's heads. */
export interface AnchorReport {
  readonly given: number;
  /** Of entries in the file, and in agreement with them. */
  readonly compared: number;
  /** Of entries before the range, or after it, which this file cannot be held against. */
  readonly outside: number;
  /** Signed after this export was made. */
  readonly later: number;
}

/** Keys and heads of the reader, held against those of a file. */
export class TrustCheck {
  readonly trust: Trust;
  readonly #keys = new Map<string, KeyObject>();
  readonly #trustedIds: ReadonlySet<string> | null;
  readonly #anchors = new Map<number, SignedHead[]>();
  readonly #given: readonly SignedHead[];
  #compared = 0;

  constructor(manifest: ExportManifest, { trustedKeys = [], anchoredHeads = [] }: VerificationOptions) {
    for (const { keyId, spki } of manifest.publicKeys) this.#keys.set(keyId, importPublicKey(spki));
    for (const key of trustedKeys) this.#keys.set(keyIdOf(key), key);
    this.#given = anchoredHeads;
    for (const head of anchoredHeads) {
      this.#anchors.set(head.treeSize, [...(this.#anchors.get(head.treeSize) ?? []), head]);
    }
    if (trustedKeys.length > 0) {
      this.trust = 'trusted-key';
      this.#trustedIds = new Set(trustedKeys.map(keyIdOf));
    } else if (anchoredHeads.length > 0) {
      // Heads that were kept elsewhere name the keys of the trail.
      this.trust = 'anchored-key';
      this.#trustedIds = new Set(anchoredHeads.map((head) => head.keyId));
    } else {
      this.trust = 'file-alone';
      this.#trustedIds = null;
    }
  }

  keyOf({ keyId }: SignedHead): KeyObject | undefined {
    return this.#keys.get(keyId);
  }

  isTrusted({ keyId }: SignedHead): boolean {
    return this.#trustedIds === null || this.#trustedIds.has(keyId);
  }

  /** Holds the reader's heads of this size against the entries so far. */
  compareAnchors(chain: ChainCheck, line: number): void {
    for (const head of this.#anchors.get(chain.size) ?? []) {
      const who = `the head kept elsewhere (size ${head.treeSize}, ${head.signedAt})`;
      const key = this.keyOf(head);
      if (key !== undefined && !verifyHead(key, head)) {
        throw new ExportFault('anchored-head-signature', line, null, `The signature of ${who} is not that of its key.`);
      }
      chain.compare(head, 'anchored-head-mismatch', who, true);
      this.#compared += 1;
    }
  }

  /** Heads never shrink: one that was signed before this export cannot cover more than it. */
  requireNoRollback(exported: SignedHead, line: number): void {
    const longer = this.#given.find(
      ({ treeSize, signedAt }) => treeSize > exported.treeSize && signedAt < exported.signedAt,
    );
    if (longer === undefined) return;
    const entries = { first: exported.treeSize + 1, last: longer.treeSize };
    const sentence =
      `The trail had ${longer.treeSize} entries at ${longer.signedAt} by a head kept elsewhere, but only ` +
      `${exported.treeSize} at ${exported.signedAt}, when this was exported: its tail was cut off.`;
    throw new ExportFault('rolled-back', line, entries, sentence);
  }

  report(exported: SignedHead): AnchorReport {
    const later = this.#given.filter(({ treeSize }) => treeSize > exported.treeSize).length;
    const given = this.#given.length;
    return { given, compared: this.#compared, outside: given - this.#compared - later, later };
  }
}
