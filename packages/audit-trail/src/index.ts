/** The audit trail: entries, their chain and Merkle tree, signed heads, exports, and how to verify them. */
export { AuditTrailError, type AuditTrailErrorCode } from './audit-trail-error.ts';
export { canonicalJson, type Json, parseCanonicalJson } from './canonical-json.ts';
export {
  type ActorKind,
  type AuditEntry,
  type AuditResult,
  canonicalEntry,
  firstPreviousHash,
  hashEntry,
  parseEntry,
} from './entry.ts';
export type { ExportHeadLine, ExportManifest, ExportProof } from './export-format.ts';
export { type ExportParts, writeExport } from './export-writer.ts';
export { consistencyProof, inclusionProof, verifyConsistency, verifyInclusion } from './merkle-proofs.ts';
export { appendLeaf, emptyRoot, type Hash, leafHash, merkleRoot, nodeHash, rootOfPeaks } from './merkle-tree.ts';
export { connectRange, type RangeConnection, type SequenceRange } from './range-proof.ts';
export { type EntityVersion, rebuildVersions } from './rebuild.ts';
export { exportPublicKey, importPublicKey, keyIdOf } from './signature.ts';
export { requireHead, type SignedHead, signHead, verifyHead } from './signed-head.ts';
export { type ExportProblem, exportProblems, type FirstBad } from './verify/export-fault.ts';
export type { AnchorReport, Trust, VerificationOptions } from './verify/trust.ts';
export { type InvalidExport, type ValidExport, type VerificationResult, verifyExport } from './verify/verify-export.ts';
