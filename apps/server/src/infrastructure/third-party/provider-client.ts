/** What stands between an adapter and its provider: budget, circuit breaker, retries, and the check of what came back. */
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import type { Answer, ProviderFailure, ProviderName } from '../../domain/market-data/provider-port.ts';
import { type BreakerSettings, createCircuitBreaker } from './circuit-breaker.ts';
import { type CreditLimits, createCreditBudget } from './credit-budget.ts';
import type { Egress } from './egress/egress.ts';
import { EgressError } from './egress/egress-error.ts';
import { maskSecrets } from './egress/mask-secrets.ts';
import type { EgressAnswer } from './egress/send-request.ts';
import { failureOfEgress, failureOfStatus } from './failure-of-answer.ts';
import { failed, invalid, ProviderFailureError } from './provider-failure.ts';
import type { StreamPatience } from './stream-patience.ts';

/** What every adapter is made with. */
export interface AdapterParts {
  readonly egress: Egress;
  readonly clock: Clock;
  readonly breaker?: BreakerSettings;
  readonly retry?: RetrySettings;
  readonly streamPatience?: StreamPatience;
  /** Told once, by the client of the adapter, where its state can be read. */
  readonly onClient?: (state: () => ClientState) => void;
}

/** Whether a request would go at this moment, and why not. */
export interface ClientState {
  readonly until: Date | null;
  readonly reason: string | null;
  /** Null without a limit by the day. */
  readonly creditsLeftToday: number | null;
}

export interface RetrySettings {
  readonly attemptsMax: number;
  /** The first wait lasts up to this long, the next up to twice as long. */
  readonly waitMs: number;
  /** What a provider may make us wait for within a request. */
  readonly retryAfterMsMax: number;
}

export const defaultRetry: RetrySettings = { attemptsMax: 3, waitMs: 400, retryAfterMsMax: 5_000 };

export interface ClientSettings {
  readonly provider: ProviderName;
  readonly hosts: readonly string[];
  readonly limits: CreditLimits;
  /** Taken out of every message. */
  readonly secrets?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Errors that the provider writes into the body, whatever the status; null when it is none. */
  readonly readError?: (body: unknown, status: number, now: Date) => ProviderFailure | null;
}

export interface ProviderClient {
  /** A JSON answer that fits the schema. @throws ProviderFailureError */
  json<Schema extends z.ZodType>(address: string, schema: Schema, options?: CallOptions): Promise<z.output<Schema>>;
  /** A text answer. @throws ProviderFailureError */
  text(address: string, options?: CallOptions): Promise<string>;
  /** Runs a whole operation: what it throws becomes a failure, and counts for the breaker. */
  answer<Value>(run: () => Promise<Value>): Promise<Answer<Value>>;
  /** The present moment of the clock that the adapter was made with. */
  readonly now: () => Date;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly credits?: number;
  /** Looks at the text before it is parsed, for what parsing hides. @throws ProviderFailureError */
  readonly inspect?: (text: string) => void;
}

const excerptLength = 160;

export function createProviderClient(parts: AdapterParts, settings: ClientSettings): ProviderClient {
  const { egress, clock, retry = defaultRetry } = parts;
  const { provider, secrets = [] } = settings;
  const budget = createCreditBudget(provider, settings.limits, clock);
  const breaker = createCircuitBreaker(clock, parts.breaker);

  parts.onClient?.(() => {
    const { blocked, leftToday: creditsLeftToday } = budget.state();
    const leftAloneUntil = breaker.state().openUntil;
    if (leftAloneUntil !== null) {
      return { until: leftAloneUntil, reason: `${provider} failed several times and is left alone`, creditsLeftToday };
    }
    const until = blocked === null ? null : new Date(blocked.until);
    return { until, reason: blocked === null ? null : maskSecrets(blocked.message, secrets), creditsLeftToday };
  });

  const askOnce = async (address: string, { signal, credits = 1 }: CallOptions): Promise<EgressAnswer> => {
    const refused = budget.take(credits);
    if (refused !== null) throw new ProviderFailureError(refused);
    try {
      return await egress.request({ address, headers: settings.headers ?? {} }, { hosts: settings.hosts }, signal);
    } catch (error) {
      if (error instanceof EgressError) throw failureOfEgress(provider, error);
      throw error;
    }
  };

  /** The answer with a good status, or the failure that its status and body tell. */
  const ask = async (address: string, options: CallOptions): Promise<string> => {
    const answer = await askOnce(address, options);
    const text = readText(answer.body);
    const said = settings.readError?.(parseOrNull(text), answer.status, clock.now()) ?? null;
    if (said !== null) throw new ProviderFailureError(said);
    if (answer.status !== 200) throw failureOfStatus(provider, answer, excerpt(text), clock.now());
    return text;
  };

  const askAgain = async (address: string, options: CallOptions): Promise<string> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await ask(address, options);
      } catch (error) {
        if (!(error instanceof ProviderFailureError)) throw error;
        const wait = waitBefore(error, attempt, retry, clock.now());
        if (wait === null) throw error;
        await sleep(wait, undefined, options.signal === undefined ? {} : { signal: options.signal });
      }
    }
  };

  return {
    now: () => clock.now(),
    text: (address, options = {}) => askAgain(address, options),
    json: async (address, schema, options = {}) => {
      const text = await askAgain(address, options);
      const body = parseOrNull(text);
      options.inspect?.(text);
      if (body === null) throw invalid(`${provider} answered with something that is not JSON: ${excerpt(text)}`);
      const read = schema.safeParse(body);
      if (read.success) return read.data;
      const issue = read.error.issues[0];
      throw invalid(
        `the answer of ${provider} has another form: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
      );
    },
    answer: async (run) => {
      const openUntil = breaker.openUntil();
      if (openUntil !== null) {
        const until = openUntil.toISOString();
        return failed({
          kind: 'unavailable',
          message: `${provider} failed several times and is left alone until ${until}`,
          until,
        });
      }
      try {
        const value = await run();
        breaker.succeeded();
        return { ok: true, value };
      } catch (error) {
        if (!(error instanceof ProviderFailureError)) {
          breaker.undecided();
          throw error;
        }
        const { failure } = error;
        const isUnwell = failure.kind === 'unavailable' || failure.kind === 'answer-invalid';
        if (isUnwell && !error.isOfSeries) breaker.failed();
        else breaker.undecided();
        if (failure.kind === 'rate-limited' || failure.kind === 'quota-used') budget.block(failure);
        return failed({ ...failure, message: maskSecrets(failure.message, secrets) });
      }
    },
  };
}

/** Milliseconds until the next attempt, drawn at random so that many do not come back at once; null when there is none. */
function waitBefore(error: ProviderFailureError, attempt: number, retry: RetrySettings, now: Date): number | null {
  if (!error.passes || attempt >= retry.attemptsMax) return null;
  const longest = retry.waitMs * 2 ** (attempt - 1);
  const jitter = randomInt(Math.max(Math.ceil(longest), 1) + 1);
  const { failure } = error;
  if (!('until' in failure) || failure.until === null) return jitter;
  const asked = Date.parse(failure.until) - now.getTime();
  return asked <= retry.retryAfterMsMax ? Math.max(asked, 0) + jitter : null;
}

function readText(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw invalid('the answer is not text in UTF-8');
  }
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The beginning of an answer for a message, on one line. */
function excerpt(text: string): string {
  const line = text
    .slice(0, excerptLength * 2)
    .replaceAll(/[\s\p{C}]+/gu, ' ')
    .trim();
  return line === '' ? '(nothing)' : `"${line.slice(0, excerptLength)}"`;
}
