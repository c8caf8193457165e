/** Turns CRLF and CR into LF in text that arrives in pieces, so that files with mixed line ends keep their line numbers. */
export class LineEnds {
  #heldReturn = false;

  /** The piece with LF only; a CR at its end waits for the next piece, which may begin with the LF. */
  take(piece: string): string {
    let text = this.#heldReturn ? `\r${piece}` : piece;
    this.#heldReturn = text.endsWith('\r');
    if (this.#heldReturn) text = text.slice(0, -1);
    return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  }

  /** What is left at the end of the text: the LF of a last CR. */
  end(): string {
    return this.#heldReturn ? '\n' : '';
  }
}
