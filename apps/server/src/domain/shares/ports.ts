/** What shares need from a database. */
import type { ShareLevel } from '@riskoptimizer/contracts';

export interface ShareRecord {
  readonly id: string;
  readonly portfolioId: string;
  readonly ownerId: string;
  readonly emailSealed: string;
  readonly emailIndex: string;
  /** Null while nobody has an account with that address. */
  readonly granteeId: string | null;
  readonly level: ShareLevel;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}

export interface ShareRepository {
  /** Active ones, the oldest first. */
  list(portfolioId: string, now: Date): Promise<ShareRecord[]>;
  /** `exists` when the portfolio has an active share for that address. One that has run out makes room. */
  insert(share: ShareRecord): Promise<'inserted' | 'exists'>;
  /** What was taken back; null when there is no such active share of that portfolio. */
  revoke(portfolioId: string, shareId: string, now: Date): Promise<ShareRecord | null>;
  /** Who has an account with that address. In the scope of the system. */
  userOf(emailIndex: string): Promise<string | null>;
}
