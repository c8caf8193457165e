/** What the domain tells the audit trail, and what it reads of it. Who did it, from where and in which request is added from the request context. */
import type { Hash, SignedHead } from '@riskoptimizer/audit-trail';
import type { RequestContext } from '../../core/request-context.ts';

/** A value that JSON can write exactly; personal data are masked before they get here (`maskEmail`). */
export type AuditValue =
  | null
  | boolean
  | number
  | string
  | readonly AuditValue[]
  | { readonly [name: string]: AuditValue };

export interface AuditEvent {
  /** What was done, as noun.verb in the past: `portfolio.updated`, `session.signed-in`, `user.role-changed`. */
  readonly action: string;
  readonly entity: { readonly type: string; readonly id: string | null };
  /** Whose data it is about, when it is not the actor's own. */
  readonly ownerId?: string;
  /** Who did it, where the context does not know it yet: a sign-in. */
  readonly actorId?: string;
  readonly sessionId?: string;
  /** The whole entity before and after; null where there was, or is, none. */
  readonly before?: AuditValue;
  readonly after?: AuditValue;
  readonly result?: 'success' | 'refused' | 'failed';
  /** A code of the reason, for what was refused or failed. */
  readonly reason?: string;
  /** Of the request it tells of, where it is written after that one has ended. */
  readonly context?: RequestContext;
}

/** The end of the trail: the last entry, and the Merkle tree as the roots of its complete subtrees. */
export interface TrailEnd {
  /** Of the last entry, and so the number of all; 0 of an empty trail. */
  readonly sequence: number;
  readonly hash: Hash;
  readonly peaks: readonly Hash[];
  readonly recordedAt: Date;
}

/** An entry as it is stored: the text that was hashed, and what is repeated of it for searching. */
export interface StoredEntry {
  readonly sequence: number;
  readonly recordedAt: Date;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly ownerId: string | null;
  readonly action: string;
  readonly entityType: string;
  readonly entityId: string | null;
  readonly result: string;
  readonly content: string;
  readonly hash: Hash;
}

/** The stored trail from its first entry to its last. */
export interface TrailReader {
  end(): Promise<TrailEnd>;
  /** Those that follow, in their order. */
  after(sequence: number, limit: number): Promise<StoredEntry[]>;
}

/** Where signed heads are kept outside of the database. */
export interface HeadLog {
  /** For people. */
  readonly place: string;
  /** Those that were written, by growing size. @throws HeadLogDamaged for a line that is no head. */
  read(): Promise<SignedHead[]>;
  /** On the disk when it resolves. */
  append(head: SignedHead): Promise<void>;
}

/** The place of the heads holds something that was never written there. */
export class HeadLogDamaged extends Error {
  override readonly name = 'HeadLogDamaged';
}

/** `j…@example.com`: enough to recognise an address, not enough to write to it. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, 1)}…${email.slice(at)}`;
}
