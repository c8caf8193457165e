/** What the domain needs from cryptography: small ports, so that no service knows an algorithm, a key or a library. */

/** Stores passwords so that they cannot be read back. */
export interface PasswordHasher {
  /** @throws ProblemError `rate-limited` when too many passwords wait to be hashed. */
  hash(password: string): Promise<string>;
  /**
   * @returns `needsRehash` when the password matches a hash of an older cost or pepper: store `hash(password)` in its place.
   * @throws ProblemError `rate-limited` when too many passwords wait to be hashed.
   */
  verify(password: string, hash: string): Promise<PasswordVerdict>;
  /** Takes the time of `verify` for an account that does not exist, so that time does not tell accounts apart. */
  verifyNothing(password: string): Promise<void>;
}

export interface PasswordVerdict {
  readonly matches: boolean;
  readonly needsRehash: boolean;
}

/** Where a sealed text stands. A text moved to another place does not open. */
export interface SealedPlace {
  readonly table: string;
  readonly column: string;
  /** The id of the row. */
  readonly row: string;
}

/** Encrypts single fields of the database. */
export interface FieldCipher {
  /** The key that seals; it stands in every text sealed now. */
  readonly currentKeyId: string;
  seal(place: SealedPlace, text: string): string;
  /** @throws Error with the same words whatever is wrong: damaged, another place, an unknown key. */
  open(place: SealedPlace, sealed: string): string;
  /** Whether `seal` would use another key or format by now. */
  needsReseal(sealed: string): boolean;
}

/** A keyed fingerprint of a text, to find encrypted fields by equality. */
export interface BlindIndex {
  /** Equal texts of one purpose give equal fingerprints; of two purposes never. The caller normalises (case, spaces). */
  of(purpose: string, text: string): string;
}

/** Whose access token it is. The issuer, audience and times are the signer's business. */
export interface AccessTokenClaims {
  /** Claim `sub`. */
  readonly userId: string;
  /** Claim `sid`. */
  readonly sessionId: string;
  /** Claim `jti`: what the blacklist names. */
  readonly tokenId: string;
}

export interface VerifiedAccessToken extends AccessTokenClaims {
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/** Signs access tokens and believes only its own. */
export interface TokenSigner {
  sign(claims: AccessTokenClaims): Promise<string>;
  /** @throws TokenRefused for everything that is not a living token of this signer. */
  verify(token: string): Promise<VerifiedAccessToken>;
}

/** The reason is for the log. Whoever sent the token learns only that it was refused. */
export class TokenRefused extends Error {
  readonly reason: string;

  constructor(reason: string, options?: ErrorOptions) {
    super('The access token was refused.', options);
    this.name = 'TokenRefused';
    this.reason = reason;
  }
}

/** One-time passwords of an authenticator app (RFC 6238: SHA-1, 6 digits, 30 seconds). */
export interface Totp {
  /** Base32 of 160 random bits. */
  newSecret(): string;
  /** The otpauth address that an authenticator app scans. */
  uri(secret: string, account: string, issuer: string): string;
  /**
   * The step (30 seconds each, from 1970) whose code this is, among the present one and its neighbours; null when it is none.
   * Each step may be used once: the caller stores the last used step and refuses one that is not later.
   */
  matchingStep(secret: string, code: string, at: Date): number | null;
}

/** Tokens that must not be guessed: refresh tokens, reset links, invitations, API keys. */
export interface RandomTokens {
  /** Base64url of that many random bytes; 32 unless told otherwise, never fewer than 16. */
  create(byteCount?: number): string;
  /** SHA-256. What is stored; the token itself never is. */
  digest(token: string): Buffer;
}

/** Ties a request to the session's own page, against cross-site request forgery. */
export interface RequestProof {
  issue(sessionId: string): string;
  /** In constant time. */
  matches(sessionId: string, token: string): boolean;
}
