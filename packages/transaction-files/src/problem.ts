import type { ProblemDetail } from '@riskoptimizer/contracts';

/** Why a whole file is refused: it is thrown inside of the package and never leaves it. */
export class FileRefusal extends Error {
  readonly details: readonly ProblemDetail[];

  constructor(detail: ProblemDetail) {
    super(detail.message);
    this.name = 'FileRefusal';
    this.details = [detail];
  }
}

const shownCharacters = 60;

/** A value of the file as a message shows it: short, and without characters that break a line. */
export function shown(value: string): string {
  const plain = value.replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ').trim();
  return plain.length > shownCharacters ? `${plain.slice(0, shownCharacters)}…` : plain;
}
