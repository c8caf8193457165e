/** A write that is made to fail half-way. */
import type { Answer } from '../api/test-application.ts';

/** The request itself; everything it needs is there already. */
export type Write = () => Promise<Answer<unknown>>;

export interface WriteOperation {
  readonly name: string;
  /** Only every so-manieth statement, where there are a hundred of one kind. */
  readonly stride?: number;
  prepare(): Promise<Write>;
}
