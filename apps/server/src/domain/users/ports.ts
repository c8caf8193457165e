import type { Transaction } from '../transactions/ports.ts';

export interface UserRepository {
  /** Makes the user where there is none, and locks the row until the transaction ends. */
  requireUser(userId: string, displayName: string, transaction: Transaction): Promise<void>;
  /** True the first time only: the caller seeds the demo and nobody else does, now or later. */
  claimDemo(userId: string, transaction: Transaction): Promise<boolean>;
}
