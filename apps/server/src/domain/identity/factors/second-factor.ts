/** What other parts of identity ask of the second factors. */
import type { SecondFactorMethod } from '@riskoptimizer/contracts';

/** A sign-in whose password was right and that waits for the second factor. */
export interface SecondFactorChallenge {
  /** Opens nothing but the second factor of this one sign-in. */
  readonly challengeToken: string;
  readonly methods: readonly SecondFactorMethod[];
  readonly expiresAt: Date;
}

export interface SecondFactors {
  /** How the user can prove who it is besides the password; empty for an account without a second factor. */
  methodsOf(userId: string): Promise<readonly SecondFactorMethod[]>;
  /**
   * Begins the second step of a sign-in. Call it after the password was right and `methodsOf` was not empty. Wrong codes are
   * counted on the account, so beginning anew gives nobody new tries.
   */
  beginSecondFactor(userId: string): Promise<SecondFactorChallenge>;
}
