/** What is wrong with a document of everything: gathered with the place of each, and said together. */
import type { ProblemDetail } from '@riskoptimizer/contracts';
import { ProblemError } from '../../core/errors.ts';

/** Problems that an answer lists; it counts all of them. */
const listedMax = 100;

export class EverythingProblems {
  readonly #details: ProblemDetail[] = [];
  #count = 0;

  add(field: string, message: string, value?: string): void {
    this.#count += 1;
    if (this.#details.length < listedMax)
      this.#details.push({ field, message, ...(value === undefined ? {} : { value: value.slice(0, 200) }) });
  }

  /** Runs a rule that refuses by throwing, and takes over what it refused, at its place. */
  within(field: string, rule: () => void): void {
    try {
      rule();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const errors = error.errors ?? [{ message: error.detail }];
      for (const one of errors) this.add(placeOf(field, one.field ?? ''), one.message, one.value);
    }
  }

  requireDistinct(names: readonly string[], at: (place: number) => string): void {
    const seen = new Map<string, number>();
    for (const [place, name] of names.entries()) {
      const first = seen.get(name);
      if (first === undefined) seen.set(name, place);
      else this.add(at(place), `stands at position ${first} already`, name);
    }
  }

  /** @throws ProblemError `request-invalid` when there was any. */
  refuse(): void {
    if (this.#count === 0) return;
    throw fileRefused(this.#details, this.#count);
  }
}

/** A rule speaks of a request of its own, or of the document. */
function placeOf(at: string, field: string): string {
  return field.startsWith('/portfolios/') ? field : at + field.replace(/^\/(allocation\/items|benchmark)/, '');
}

export function fileRefused(details: readonly ProblemDetail[], count = details.length): ProblemError {
  const first = details[0]!;
  const place = first.field === undefined ? '' : `${first.field}: `;
  return new ProblemError('request-invalid', `Nothing was stored. In the file, ${place}${first.message}.`, {
    errors: [...details],
    ...(count > details.length ? { errorCount: count } : {}),
  });
}
