import type { Answer, ProviderFailure, QuarantinedPoint } from '../../domain/market-data/provider-port.ts';

/** Carries a failure out of the middle of an adapter; callers of the port never see it thrown. */
export class ProviderFailureError extends Error {
  readonly failure: ProviderFailure;
  /** The provider could be asked again at once: the request changed nothing, and the failure passes. */
  readonly passes: boolean;
  /** The trouble is with this series, and says nothing of the health of the provider. */
  readonly isOfSeries: boolean;

  constructor(failure: ProviderFailure, { passes = false, isOfSeries = false } = {}) {
    super(failure.message);
    this.name = 'ProviderFailureError';
    this.failure = failure;
    this.passes = passes;
    this.isOfSeries = isOfSeries;
  }
}

/** What an adapter throws in the middle becomes its answer. */
export async function answerOf<Value>(run: () => Value | Promise<Value>): Promise<Answer<Value>> {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    if (error instanceof ProviderFailureError) return failed(error.failure);
    throw error;
  }
}

export function failed(failure: ProviderFailure): Answer<never> {
  return { ok: false, failure };
}

/** The answer as a whole is not what the provider documents. */
export function invalid(message: string): ProviderFailureError {
  return new ProviderFailureError({ kind: 'answer-invalid', message, quarantined: [] });
}

/** The answer has the right form, and this series in it cannot be believed. */
export function doubtful(message: string, quarantined: readonly QuarantinedPoint[] = []): ProviderFailureError {
  return new ProviderFailureError({ kind: 'answer-invalid', message, quarantined }, { isOfSeries: true });
}

export function notFound(message: string): ProviderFailureError {
  return new ProviderFailureError({ kind: 'not-found', message });
}

export function unsupported(message: string): ProviderFailureError {
  return new ProviderFailureError({ kind: 'unsupported', message });
}
