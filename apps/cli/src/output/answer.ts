import type { Surroundings } from '../core/surroundings.ts';

/** What a command has to say: one JSON object for programs, some lines for people. */
export interface Answer {
  readonly json: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** Said to people after the text (on stderr), and in the JSON as `warnings`. */
  readonly warnings?: readonly string[];
}

/**
 * Prints an answer. With --json stdout gets exactly one JSON object on one line; a figure that is not defined (NaN, or
 * infinite) is null there, because JSON has no word for it.
 */
export function printAnswer(surroundings: Surroundings, answer: Answer, asJson: boolean): void {
  const warnings = answer.warnings ?? [];
  if (asJson) {
    surroundings.out(`${JSON.stringify({ ...answer.json, warnings }, plainValue)}\n`);
    return;
  }
  surroundings.out(`${answer.text}\n`);
  for (const warning of warnings) surroundings.error(`Note: ${warning}\n`);
}

function plainValue(_key: string, value: unknown): unknown {
  if (value instanceof Float64Array) return Array.from(value, (number) => (Number.isFinite(number) ? number : null));
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}

/** {"A": 0.5, …}: one figure an asset, in the order of the assets. */
export function byAsset(assets: readonly string[], values: ArrayLike<number>): Record<string, number> {
  // fromEntries makes own properties of every name, "__proto__" included.
  return Object.fromEntries(assets.map((asset, index) => [asset, values[index] as number]));
}

/** Enough to compute the answer again. */
export interface BirthCertificate {
  readonly method: string;
  readonly version: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly inputs: readonly { readonly file: string; readonly sha256: string }[];
  readonly seed: number | null;
}
