/** What is written to people. Short, plain text, and never more than the reader needs: mailboxes are read by others. */
import type { Mail } from '../ports.ts';

const closing = '\n\nRiskOptimizer\n';

export function confirmationMail(to: string, link: string): Mail {
  return {
    to,
    subject: 'Confirm your e-mail address',
    text: `Somebody, you we think, made an account at RiskOptimizer with this address. Confirm it within a day:

${link}

If that was not you, do nothing: without the confirmation there is no account.${closing}`,
  };
}

export function accountExistsMail(to: string, signInLink: string): Mail {
  return {
    to,
    subject: 'You have an account already',
    text: `Somebody, you we think, wanted to make an account at RiskOptimizer with this address. It has one already: sign in, or
reset the password there, at

${signInLink}

If that was not you, nothing has changed and nothing has to be done.${closing}`,
  };
}

export function passwordResetMail(to: string, link: string): Mail {
  return {
    to,
    subject: 'Reset your password',
    text: `Somebody, you we think, asked for a new password at RiskOptimizer. Choose it within half an hour:

${link}

The second factor stays as it is. If you did not ask, do nothing: your password stays as it is.${closing}`,
  };
}

export interface PasswordChangeFacts {
  /** Of all other devices. */
  readonly endedSessions: boolean;
  readonly revokedApiKeys: number;
}

export function passwordChangedMail(to: string, { endedSessions, revokedApiKeys }: PasswordChangeFacts): Mail {
  const keys = revokedApiKeys === 1 ? 'one API key was' : `${revokedApiKeys} API keys were`;
  const lines = [
    'The password of your account at RiskOptimizer was changed.',
    endedSessions ? 'All other devices were signed out.' : 'Other devices stay signed in.',
    ...(revokedApiKeys === 0 ? [] : [`Of your scripts ${keys} revoked: make new ones on the page Security.`]),
  ];
  return {
    to,
    subject: 'Your password was changed',
    text: `${lines.join('\n')}

If that was not you, reset the password from the sign-in page and tell your administrator.${closing}`,
  };
}
