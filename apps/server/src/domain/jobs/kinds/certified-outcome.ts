/** The outcome of a calculation with a birth certificate: the answer without the moment of its computing, so that its bytes repeat. */
import type { Calculated, Calculation } from '../../calculation/calculation.ts';
import type { JobOutcome } from '../ports.ts';

interface Noted {
  readonly calculated: Calculated<unknown>;
}

/** Hands a calculation to a service and remembers what it answered. */
export class NotedCalculation<Input, Numbers> {
  #noted: Noted | null = null;
  readonly calculate: Calculation<Input, Numbers>;

  constructor(calculation: Calculation<Input, Numbers>, onBegin: () => void) {
    this.calculate = async (input, signal) => {
      onBegin();
      const calculated = await calculation(input, signal);
      this.#noted = { calculated };
      return calculated;
    };
  }

  /** @param json the answer of the service, with its birth certificate. */
  outcomeOf(json: string, window: JobOutcome['window']): JobOutcome {
    if (this.#noted === null) throw new Error('The service answered without its calculation.');
    const { computedAt, durationMs, inputsHash, engineVersion } = this.#noted.calculated;
    const moment = `,"computedAt":${JSON.stringify(computedAt)},"durationMs":${JSON.stringify(durationMs)}`;
    // Texts in an answer have their quotation marks escaped, so this stands in the certificate and nowhere else.
    if (json.split(moment).length !== 2) throw new Error('The answer does not say once when it was computed.');
    return { json: json.replace(moment, ''), inputsHash, engineVersion, seed: null, window };
  }
}

/** From a window whose dates may be missing. */
export function outcomeWindow(window: { from: string | null; to: string | null }): JobOutcome['window'] {
  return window.from === null || window.to === null ? null : { from: window.from, to: window.to };
}
