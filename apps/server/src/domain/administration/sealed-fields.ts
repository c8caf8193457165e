/** Sealed fields, wherever they stand, as the change of their key sees them. */

/** One column of sealed texts. What it is bound to is its name, its table and the id of its row. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The column whose text is the id of the row, as it stands in the seal. */
  readonly row: string;
}

export interface SealedField {
  readonly row: string;
  readonly sealed: string;
}

export interface SealedFieldRepository {
  readonly columns: readonly SealedColumn[];
  /** All sealed fields, and those that do not begin with the prefix. */
  count(prefix: string): Promise<{ readonly sealed: number; readonly pending: number }>;
  /** Whether any field is sealed with the key. */
  isKeyUsed(keyId: string): Promise<boolean>;
  /**
   * The next fields that do not begin with the prefix, by row, held until the transaction ends. Those that somebody else holds
   * are left out: they are found the next time.
   */
  lockPending(
    column: SealedColumn,
    prefix: string,
    after: string | null,
    limit: number,
  ): Promise<readonly SealedField[]>;
  /** Puts the new text in the place of the old one, if it is still that. @returns whether it was. */
  replace(column: SealedColumn, field: SealedField, sealed: string): Promise<boolean>;
}

/** The keys that fields are sealed with. */
export interface FieldKeys {
  currentKeyId(): string;
  keyCount(): number;
  /**
   * Adds a key and uses it from now on. Other processes meet it by its id, or within half a minute.
   *
   * @throws ProblemError `state-conflict` when the keys are given by the environment, saying what to do there.
   */
  add(): Promise<string>;
}
