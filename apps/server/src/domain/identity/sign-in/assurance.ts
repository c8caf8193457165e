/** Whether a sign-in is as good as the account needs it, or first of all has to set up a second factor. */
import type { Assurance, Role, SecondFactorMethod, Settings } from '@riskoptimizer/contracts';

export function needsSecondFactor(role: Role, settings: Pick<Settings, 'secondFactorRoles'>): boolean {
  return role === 'admin' || settings.secondFactorRoles.includes(role);
}

/** For an account that was signed in to with all that it has: its password, and its second factor if it has one. */
export function assuranceOf(
  account: { readonly role: Role; readonly passwordStandsAlone: boolean },
  methods: readonly SecondFactorMethod[],
  settings: Pick<Settings, 'secondFactorRoles'>,
): Assurance {
  if (methods.length > 0) return 'full';
  // A short password is only half of what was agreed on.
  return needsSecondFactor(account.role, settings) || !account.passwordStandsAlone ? 'enrolment' : 'full';
}
