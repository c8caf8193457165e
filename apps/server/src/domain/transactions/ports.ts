/** What is done in one transaction happens wholly or not at all. */
import type { AuditEvent } from '../audit/ports.ts';

declare const brand: unique symbol;

/** A running transaction, handed to repositories as their last argument; without one a call joins the running one, if any. */
export interface Transaction {
  readonly [brand]: 'transaction';
}

export interface Transactions {
  /**
   * Commits when the work returns and rolls back when it throws; the error goes on to the caller. Inside of another run it is
   * part of that one. Events that were recorded are appended to the audit trail in the same transaction; if they cannot be,
   * nothing happens.
   */
  run<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result>;
  /**
   * Within the running transaction: when the work throws, what it did is taken back and the transaction goes on. Outside of one
   * it is a transaction by itself.
   */
  attempt<Result>(work: () => Promise<Result>): Promise<Result>;
  /**
   * Runs the work with sight of all rows, inside of the running transaction or without one: for identity itself, and for what
   * the server does by its own. Never with row ids of a request that were not checked before.
   */
  asSystem<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Runs the work outside of the running transaction: what must stay when that one is rolled back, as a failed attempt. */
  apart<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Has the event appended to the audit trail when the running transaction is committed. @throws Error outside of one. */
  record(event: AuditEvent): void;
}
