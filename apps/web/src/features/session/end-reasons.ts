/** Why a session is over, as one says it to the person it belonged to. */
import type { SessionEndReason } from '@riskoptimizer/contracts';

const sentences: Record<SessionEndReason, string> = {
  'signed-out': 'You signed out.',
  'ended-by-user': 'This session was ended from another device of yours.',
  'ended-by-administrator': 'An administrator ended this session.',
  'password-changed': 'Your password was changed, and every other session was ended with that.',
  'token-replayed':
    'This session was ended because its sign-in token was used twice, as happens when somebody has copied it. If that was not you, change your password.',
  expired: 'You were signed in for as long as is allowed, or away for too long.',
  'account-disabled': 'An administrator has disabled this account.',
};

export function endSentence(reason: SessionEndReason | null): string {
  return reason === null ? sentences.expired : sentences[reason];
}
