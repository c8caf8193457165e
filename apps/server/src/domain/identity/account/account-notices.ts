/** Mails about changes of an account: whoever did not make the change learns of it. They never hold up or undo the change. */
import { maskEmail } from '../../audit/ports.ts';
import { type PasswordChangeFacts, passwordChangedMail } from '../mail/messages.ts';
import type { Mail } from '../ports.ts';

export interface AccountNotices {
  passwordChanged(email: string, change: PasswordChangeFacts): void;
  /** To the new address. */
  emailConfirmation(newEmail: string, link: string): void;
  emailTaken(newEmail: string): void;
  /** To the old address. */
  emailChangeRequested(oldEmail: string, newEmail: string): void;
  emailChanged(oldEmail: string, newEmail: string): void;
}

export interface AccountNoticeParts {
  readonly inBackground: (what: string, work: () => Promise<void>) => void;
  readonly sendMail: (mail: Mail) => Promise<void>;
}

const notYou =
  'If this was not you, sign in, change your password and end all sessions on the page Security.\n\nRiskOptimizer\n';

export function createAccountNotices({ inBackground, sendMail }: AccountNoticeParts): AccountNotices {
  const send = (mail: Mail) => inBackground('mail about an account', () => sendMail(mail));
  return {
    passwordChanged: (to, change) => send(passwordChangedMail(to, change)),
    emailConfirmation: (to, link) =>
      send({
        to,
        subject: 'Confirm your new e-mail address',
        text: `Open this link within an hour to use this address for your account at RiskOptimizer:

${link}

If you did not ask for this, do nothing: nothing changes without the confirmation.

RiskOptimizer
`,
      }),
    emailTaken: (to) =>
      send({
        to,
        subject: 'This address has an account already',
        text: `Somebody asked to use this address for another account at RiskOptimizer. It belongs to yours, so nothing was changed.

RiskOptimizer
`,
      }),
    emailChangeRequested: (to, newEmail) =>
      send({
        to,
        subject: 'Your e-mail address is about to change',
        text: `Your account at RiskOptimizer is to use the address ${maskEmail(newEmail)} once it is confirmed.\n\n${notYou}`,
      }),
    emailChanged: (to, newEmail) =>
      send({
        to,
        subject: 'Your e-mail address was changed',
        text: `Your account at RiskOptimizer uses the address ${maskEmail(newEmail)} now.\n\n${notYou}`,
      }),
  };
}
