/** What is written to the owner of an account about an event of the trail. No secrets and no links: these mails are imitated. */
import type { AuditEvent } from '../../audit/ports.ts';
import type { Mail } from '../ports.ts';

type Words = Omit<Mail, 'to'>;
type Facts = Readonly<Record<string, unknown>>;

/** @returns null for everything that needs no mail. */
export function securityMail(event: AuditEvent): Words | null {
  const write = writers[event.action];
  const told = write?.(factsOf(event.after), factsOf(event.before)) ?? null;
  if (told === null) return null;
  return { subject: told.subject, text: `${told.sentence}\n\n${told.advice ?? notYou}\n\nRiskOptimizer\n` };
}

const notYou =
  'If this was not you, open RiskOptimizer, change your password and end all other sessions on the page Security, and tell your administrator.';
const askAdministrator = 'If you did not ask for this, tell your administrator by another way than mail.';

interface Told {
  readonly subject: string;
  readonly sentence: string;
  readonly advice?: string;
}

const writers: Readonly<Record<string, (after: Facts, before: Facts) => Told | null>> = {
  'factor.added': (after) => ({
    subject: 'A second factor was added',
    sentence: `${factorNamed(after)} was added to your account and can confirm sign-ins from now on.`,
  }),
  'factor.removed': (after) => ({
    subject: 'A second factor was removed',
    sentence: `${factorNamed(after)} was removed from your account.`,
  }),
  'user.factors-reset': () => ({
    subject: 'Your second factors were removed',
    sentence: 'An administrator removed every second factor of your account and ended its sessions.',
    advice: askAdministrator,
  }),
  'recovery-code.used': (after) => ({
    subject: 'A recovery code was used',
    sentence: `A recovery code was used in place of your second factor. Unused codes left: ${String(after.recoveryCodesLeft)}.`,
  }),
  'recovery-codes.created': () => ({
    subject: 'New recovery codes were made',
    sentence: 'New recovery codes were made for your account. The earlier ones no longer work.',
  }),
  'api-key.created': (after) => ({
    subject: 'An API key was made',
    sentence: `The API key “${String(after.name)}” was made for your account. It may do what its scopes allow, without a password.`,
  }),
  'session.signed-in': (after) =>
    after.newDevice === true
      ? {
          subject: 'A sign-in from a new device',
          sentence: `Your account was signed in to from a device that it did not know: ${String(after.device)}.`,
        }
      : null,
  'session.token-replayed': () => ({
    subject: 'A session was ended: its token was used twice',
    sentence:
      'A session of your account was ended because its token came a second time, which happens when somebody has copied it.',
    advice:
      'Sign in again. If it happens again, change your password and end all other sessions on the page Security, and tell your administrator.',
  }),
};

function factorNamed({ passkey }: Facts): string {
  const { name } = factsOf(passkey);
  return typeof name === 'string' ? `The passkey “${name}”` : 'An authenticator app';
}

function factsOf(value: unknown): Facts {
  return typeof value === 'object' && value !== null ? (value as Facts) : {};
}
