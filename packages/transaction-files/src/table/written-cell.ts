/** A cell of a written table: a number as its decimal text, or text. */
export interface WrittenCell {
  readonly value: string;
  readonly isNumber: boolean;
}
