/**
 * The server cannot start (or go on) for a reason a person can mend: one clear sentence that names what is wrong and
 * what to do. It is printed without a stack trace.
 */
export class StartError extends Error {
  constructor(sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'StartError';
  }
}
