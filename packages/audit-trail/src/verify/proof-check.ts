import type { KeyObject } from 'node:crypto';
import { type ExportManifest, type ExportProof, exportDomain } from '../export-format.ts';
import { verifyConsistency } from '../merkle-proofs.ts';
import { type Hash, rootOfPeaks } from '../merkle-tree.ts';
import { verifyJson } from '../signature.ts';
import { verifyHead } from '../signed-head.ts';
import type { ChainCheck } from './chain-check.ts';
import { ExportFault } from './export-fault.ts';
import type { TrustCheck } from './trust.ts';

interface ProofParts {
  readonly proof: ExportProof;
  readonly line: number;
  readonly manifest: ExportManifest;
  readonly chain: ChainCheck;
  readonly trust: TrustCheck;
  /** Hashes of what was read. */
  readonly found: { readonly manifestHash: Hash; readonly contentHash: Hash };
}

/** Holds the last line against everything before it, in the order that names an entry wherever one can be named. */
export function checkProof(parts: ProofParts): void {
  const { proof, line, manifest, chain, trust, found } = parts;
  chain.settle(proof.lastHash);
  requireAllEntries(manifest.range.to, parts);
  requireSignatures(parts);
  const { from } = manifest.range;
  requireAllEntries(from - 1 + proof.count, parts);
  if (from - 1 + proof.count < chain.size) {
    const entries = { first: from + proof.count, last: chain.size };
    const sentence = `The proof is of ${proof.count} entries, and the file holds ${chain.size - from + 1}: entries were put in.`;
    throw new ExportFault('wrong-range', line, entries, sentence);
  }
  if (proof.manifestHash !== found.manifestHash) throw changedManifest();
  requireTree(parts);
  if (proof.contentHash !== found.contentHash) {
    const sentence =
      'All entries are those that were signed, but the line of a signed head was put in, left out or moved.';
    throw new ExportFault('content-changed', line, null, sentence);
  }
  trust.requireNoRollback(proof.head, line);
}

function requireAllEntries(to: number, { chain, line }: ProofParts): void {
  if (chain.size >= to) return;
  const first = chain.size + 1;
  const sentence = `Entry ${first} and what follows it are missing: entries up to ${to} were exported.`;
  throw new ExportFault('truncated', line, { first, last: to }, sentence);
}

function requireSignatures({ proof, line, chain, trust }: ProofParts): void {
  const { head } = proof;
  const key = trust.keyOf(head);
  if (!trust.isTrusted(head)) {
    const others = trust.trust === 'anchored-key' ? 'none of the heads kept elsewhere' : 'no trusted key';
    throw chain.openFault(
      'unknown-key',
      `they are signed with the key ${head.keyId}, which is that of ${others}`,
      line,
    );
  }
  if (key === undefined) {
    throw chain.openFault('unknown-key', `they are signed with the key ${head.keyId}, which is not in the file`, line);
  }
  if (!verifyHead(key, head)) {
    throw chain.openFault('head-signature', `the signature of the head in line ${line} is not right`, line);
  }
  if (!isSigned(proof, key)) {
    throw chain.openFault('proof-signature', `the signature of the proof in line ${line} is not right`, line);
  }
}

/** Whether the signature of the proof is that of the key. */
function isSigned(proof: ExportProof, key: KeyObject): boolean {
  const { signature, ...signed } = proof;
  return verifyJson(key, exportDomain, signed, signature);
}

/** Whether the proof is to be believed, and says that another first line was signed: then that is what was wrong first. */
export function isManifestChanged(proof: ExportProof, trust: TrustCheck, manifestHash: Hash): boolean {
  const key = trust.keyOf(proof.head);
  const isBelieved = key !== undefined && trust.isTrusted(proof.head) && isSigned(proof, key);
  return isBelieved && proof.manifestHash !== manifestHash;
}

export function changedManifest(): ExportFault {
  const sentence = 'Line 1, the manifest, was changed: the proof carries another hash for it.';
  return new ExportFault('manifest-changed', 1, null, sentence);
}

/** The tree of the entries must be the beginning of the tree that was signed. */
function requireTree({ proof, line, chain }: ProofParts): void {
  const { head, lastHash, consistency } = proof;
  const isRoot = (firstRoot: Hash): boolean =>
    verifyConsistency({
      firstSize: chain.size,
      firstRoot,
      secondSize: head.treeSize,
      secondRoot: head.rootHash,
      proof: consistency,
    });
  if (!isRoot(rootOfPeaks(chain.peaks))) {
    chain.blameLast(lastHash, isRoot, `the proof in line ${line}`);
    throw chain.openFault('root-mismatch', `their tree is not the one that the head of line ${line} was signed for`);
  }
  const isAtHead = chain.size === head.treeSize;
  if (lastHash !== chain.lastHash || (isAtHead && head.headHash !== chain.lastHash)) {
    const sentence = `The proof in line ${line} contradicts itself: its tree is that of the entries, its last hash is not.`;
    throw new ExportFault('invalid-proof', line, null, sentence);
  }
}
