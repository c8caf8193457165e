/** What the domain tells the audit trail. Who, when, from where and in which request is added from the request context. */

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
}

/** `j…@example.com`: enough to recognise an address, not enough to write to it. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, 1)}…${email.slice(at)}`;
}
