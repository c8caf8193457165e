/** Webhooks by the one way out: a host of the public internet by its name, https, no redirects, and a signature. */
import { createHmac } from 'node:crypto';
import { ProblemError } from '../../core/errors.ts';
import { DeliveryFailure, type WebhookSender } from '../../domain/alerts/ports.ts';
import { checkDestination, type DestinationPolicy } from './egress/destination.ts';
import type { Egress } from './egress/egress.ts';
import { EgressError, type EgressReason } from './egress/egress-error.ts';
import type { EgressAnswer } from './egress/send-request.ts';

const policy: DestinationPolicy = { hosts: 'public' };

/** What will be the same at the next attempt, as long as nobody changes the address or the host. */
const lasting = new Set<EgressReason>([
  'address-invalid',
  'host-not-allowed',
  'destination-not-public',
  'redirect-refused',
]);
/** Refusals of the message; 408, 425 and 429 ask for another attempt. */
const isRefusal = (status: number) => status >= 400 && status < 500 && ![408, 425, 429].includes(status);

export function createWebhookSender(egress: Egress): WebhookSender {
  async function ask(address: string, request: { headers: Record<string, string>; body: string }, signal: AbortSignal) {
    try {
      return await egress.request({ address, method: 'POST', ...request }, policy, signal);
    } catch (error) {
      if (!(error instanceof EgressError)) throw error;
      // The message names the host; an address may hold a token.
      throw new DeliveryFailure(`Not posted: ${error.message}.`, !lasting.has(error.reason), { cause: error });
    }
  }

  return {
    hostOf(address) {
      try {
        return checkDestination(address, 'https:', policy).hostname;
      } catch (error) {
        if (error instanceof EgressError) throw unfit(error);
        throw error;
      }
    },

    async post({ address, secret, deliveryId, timestamp, body }, signal) {
      const headers = {
        'content-type': 'application/json',
        'riskoptimizer-delivery': deliveryId,
        'riskoptimizer-timestamp': String(timestamp),
        'riskoptimizer-signature': `v1=${signatureOf(secret, timestamp, body)}`,
      };
      return requireTaken(await ask(address, { headers, body }, signal));
    },
  };
}

function signatureOf(secret: string, timestamp: number, body: string): string {
  return createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
}

function requireTaken({ status }: EgressAnswer): { status: number } {
  if (status >= 200 && status < 300) return { status };
  throw new DeliveryFailure(`The host answered ${status}.`, !isRefusal(status));
}

function unfit({ message }: EgressError): ProblemError {
  return new ProblemError('request-invalid', `Alerts cannot be posted there: ${message}.`, {
    errors: [
      {
        field: '/address',
        message: 'expected an https address with the name of a public host and no other port than 443',
        remedy: 'Use a host that the internet knows by its name. Hosts of the own network are never asked.',
      },
    ],
  });
}
