/** Calculations with a birth certificate: the same inputs are computed once, and every answer can be computed again. */
import type { BirthCertificate } from '@riskoptimizer/contracts';
import type { Clock } from '../../core/clock.ts';
import { currentContext } from '../../core/request-context.ts';
import { hashInputs } from './inputs-hash.ts';
import type { AnswerMemory, CalculationTurns, RunCalculation } from './ports.ts';

/** Long enough for a day of looking; the key holds all that the answer depends on, so none is ever wrong. */
const rememberedSeconds = 24 * 3600;

/** Texts in an answer that are longer are not remembered: to write them costs as much as to compute them again. */
const rememberedCharactersMax = 2_000_000;

export interface Calculated<Numbers> {
  readonly numbers: Numbers;
  readonly inputsHash: string;
  readonly engineVersion: string;
  /** ISO 8601, when it was computed; a remembered answer keeps its time. */
  readonly computedAt: string;
  readonly durationMs: number;
}

export type Calculation<Input, Numbers> = (input: Input, signal?: AbortSignal) => Promise<Calculated<Numbers>>;

export interface CalculationParts<Input, Numbers> {
  /** Of the job; part of the key. */
  readonly name: string;
  readonly run: RunCalculation<Input, Numbers>;
  readonly memory: AnswerMemory;
  /** Where the same may be asked for twice at once, and is long; without it both calculate. */
  readonly turns?: CalculationTurns;
  readonly clock: Clock;
  readonly engineVersion: string;
}

/**
 * Remembers answers under the hash of their inputs, the version of the engine, and whoever asked: nobody learns from the time
 * of an answer what somebody else has computed. With turns, the second of two that ask at once waits for the numbers of the
 * first, and calculates by itself when the first was stopped.
 *
 * Numbers must survive JSON: null for what is undefined, never NaN.
 */
export function rememberedCalculation<Input, Numbers>({
  name,
  run,
  memory,
  turns,
  clock,
  engineVersion,
}: CalculationParts<Input, Numbers>): Calculation<Input, Numbers> {
  async function find(key: string): Promise<Calculated<Numbers> | null> {
    const remembered = await memory.get(key);
    return remembered === null ? null : (JSON.parse(Buffer.from(remembered).toString('utf8')) as Calculated<Numbers>);
  }

  async function calculate(
    key: string,
    inputsHash: string,
    input: Input,
    signal: AbortSignal | undefined,
  ): Promise<Calculated<Numbers>> {
    const began = clock.monotonicMs();
    const numbers = await run(input, signal);
    const calculated: Calculated<Numbers> = {
      numbers,
      inputsHash,
      engineVersion,
      computedAt: clock.now().toISOString(),
      durationMs: Math.round((clock.monotonicMs() - began) * 10) / 10,
    };
    if (charactersOf(numbers) <= rememberedCharactersMax) {
      await memory.set(key, JSON.stringify(calculated), rememberedSeconds);
    }
    return calculated;
  }

  return async (input, signal) => {
    const inputsHash = hashInputs(input);
    const key = `calculation:${name}:${engineVersion}:${askedBy()}:${inputsHash}`;
    const remembered = await find(key);
    if (remembered !== null) return remembered;
    const endTurn = await turns?.take(key, signal);
    try {
      // Whoever had the turn before has written it meanwhile.
      const written = endTurn === undefined ? null : await find(key);
      return written ?? (await calculate(key, inputsHash, input, signal));
    } finally {
      endTurn?.();
    }
  };
}

function askedBy(): string {
  const { actor } = currentContext();
  return 'userId' in actor ? actor.userId : actor.kind;
}

function charactersOf(numbers: unknown): number {
  const texts = Object.values(numbers as Record<string, unknown>).filter((value) => typeof value === 'string');
  return texts.reduce((sum, text) => sum + text.length, 0);
}

export interface CertificateInput {
  /** The method and its page in docs/methods. */
  readonly method: string;
  readonly parameters: BirthCertificate['parameters'];
  readonly currency: string | null;
}

/** The birth certificate of a calculated answer. No method here is random, so there is no seed. */
export function certify(calculated: Calculated<unknown>, input: CertificateInput): BirthCertificate {
  const { engineVersion, inputsHash, computedAt, durationMs } = calculated;
  return { ...input, engineVersion, inputsHash, seed: null, computedAt, durationMs };
}
