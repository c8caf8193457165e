/** Mail by SMTP. A message that cannot be handed over is tried again a few times, and then only the log knows. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import type { Logger } from '../../core/logging.ts';
import { maskEmail } from '../../domain/audit/ports.ts';
import type { MailPort } from '../../domain/identity/ports.ts';

const connectLimitMs = 10_000;
const silenceLimitMs = 20_000;

const oneAddress = /^[^\s,;:<>()"]+@[^\s,;:<>()"]+$/;

export interface SmtpOptions {
  /** `smtp://` with STARTTLS where the server offers it, `smtps://` with TLS from the start. */
  readonly url: string;
  readonly from: string;
  readonly log: Logger;
  /** Between the tries. */
  readonly pausesMs?: readonly number[];
}

export function createSmtpMail({ url, from, log, pausesMs = [1_000, 5_000, 30_000] }: SmtpOptions): MailPort {
  const transport = createTransport({ url, ...limits(url) });
  return {
    async send({ to, subject, text }) {
      // The library takes a list of recipients where one is meant.
      if (!oneAddress.test(to)) throw new Error('A message was to go to something that is not one e-mail address.');
      const recipient = { name: '', address: to };
      const once = () => transport.sendMail({ from, to: recipient, subject, text }).then(() => null, codeOf);
      let refusal = await once();
      for (const pause of pausesMs) {
        if (refusal === null) break;
        log.warn({ code: refusal }, `A message for ${maskEmail(to)} is tried again in ${pause / 1000} s.`);
        await sleep(pause);
        refusal = await once();
      }
      if (refusal !== null) throw new Error(`The mail server did not take a message (${refusal}).`);
      log.info(`A message for ${maskEmail(to)} was handed to the mail server.`);
    },
  };
}

/** Of an error only its code: what mail servers say repeats addresses and lines of the message. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

function limits(url: string) {
  const { hostname } = new URL(url);
  const isOwnMachine = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return {
    connectionTimeout: connectLimitMs,
    greetingTimeout: connectLimitMs,
    socketTimeout: silenceLimitMs,
    // Links that open accounts do not go over a network in clear text.
    requireTLS: !isOwnMachine,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
