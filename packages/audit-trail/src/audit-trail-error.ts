/** What cannot be written into a trail, or read as one: what was wrong, where, and what to do. */
export class AuditTrailError extends Error {
  override readonly name = 'AuditTrailError';
  readonly code: AuditTrailErrorCode;

  constructor(code: AuditTrailErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export type AuditTrailErrorCode =
  | 'not-json'
  | 'not-canonical'
  | 'invalid-entry'
  | 'invalid-head'
  | 'invalid-manifest'
  | 'unsupported-version'
  | 'invalid-proof'
  | 'invalid-hash'
  | 'invalid-size'
  | 'invalid-key'
  | 'history-gap';
