import type { Account } from '@riskoptimizer/contracts';

/** A form of the account panel: it starts from the account as it is, and closes when the change went through. */
export interface AccountFormProps {
  readonly account: Account;
  readonly onDone: () => void;
}
