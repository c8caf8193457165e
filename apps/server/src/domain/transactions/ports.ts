/** What is done in one transaction happens wholly or not at all. */
declare const brand: unique symbol;

/** A running transaction, handed to repositories as their last argument; without one a call stands for itself. */
export interface Transaction {
  readonly [brand]: 'transaction';
}

export interface Transactions {
  /** Commits when the work returns and rolls back when it throws; the error goes on to the caller. */
  run<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result>;
}
