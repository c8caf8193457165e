/** Statuses and broken connections in the words of the port. */
import type { ProviderName } from '../../domain/market-data/provider-port.ts';
import type { EgressError } from './egress/egress-error.ts';
import type { EgressAnswer } from './egress/send-request.ts';
import { invalid, ProviderFailureError } from './provider-failure.ts';

const minuteMs = 60_000;
/** A provider that wants to be left alone for longer is asked again after this all the same. */
const retryAfterMsMax = 24 * 60 * minuteMs;

export function failureOfEgress(provider: ProviderName, error: EgressError): ProviderFailureError {
  const unavailable = (passes: boolean) =>
    new ProviderFailureError(
      { kind: 'unavailable', message: `${provider}: ${error.message}`, until: null },
      { passes },
    );
  switch (error.reason) {
    case 'connection-failed':
      return unavailable(true);
    // A second wait of the same length helps nobody.
    case 'timed-out':
    case 'name-not-resolved':
    case 'certificate-not-trusted':
    case 'destination-not-public':
    case 'aborted':
      return unavailable(false);
    case 'redirect-refused':
    case 'answer-too-large':
    case 'answer-unreadable':
      return invalid(`${provider}: ${error.message}`);
    case 'address-invalid':
    case 'host-not-allowed':
      return new ProviderFailureError({ kind: 'unsupported', message: `${provider}: ${error.message}` });
    default:
      return error.reason satisfies never;
  }
}

/** @param said what the body begins with. */
export function failureOfStatus(
  provider: ProviderName,
  { status, headers }: EgressAnswer,
  said: string,
  now: Date,
): ProviderFailureError {
  const until = readRetryAfter(headers['retry-after'], now);
  switch (status) {
    case 401:
      return new ProviderFailureError({ kind: 'unauthorised', message: `${provider} does not accept the key` });
    case 402:
    case 403:
      return new ProviderFailureError({
        kind: 'plan-excludes',
        message: `${provider} does not give this to the plan: ${said}`,
      });
    case 404:
      return new ProviderFailureError({ kind: 'not-found', message: `${provider} does not know this symbol` });
    case 451:
      return new ProviderFailureError({
        kind: 'unsupported',
        message: `${provider} does not serve this country: ${said}`,
      });
    // 418 is how Binance says that 429 was not heeded.
    case 418:
    case 429: {
      const at = (until ?? new Date(now.getTime() + minuteMs)).toISOString();
      const message = `the rate limit of ${provider} is reached until ${at}`;
      return new ProviderFailureError({ kind: 'rate-limited', message, until: at }, { passes: until !== null });
    }
    case 500:
    case 502:
    case 503:
    case 504: {
      const message = `${provider} answered with status ${status}`;
      return new ProviderFailureError(
        { kind: 'unavailable', message, until: until?.toISOString() ?? null },
        { passes: true },
      );
    }
    default:
      if (status > 500) {
        return new ProviderFailureError({
          kind: 'unavailable',
          message: `${provider} answered with status ${status}`,
          until: null,
        });
      }
      return invalid(`${provider} answered with status ${status}: ${said}`);
  }
}

/** Seconds or a date (RFC 9110, 10.2.3); null when it is left out or neither. */
function readRetryAfter(header: string | undefined, now: Date): Date | null {
  if (header === undefined) return null;
  const wait = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isNaN(wait) ? null : new Date(now.getTime() + Math.min(Math.max(wait, 0), retryAfterMsMax));
}
