/** The settings of an installation, changed by its administrators. */
import type { ProblemDetail, Settings } from '@riskoptimizer/contracts';
import { ProblemError } from '../../core/errors.ts';
import type { SettingsService } from '../identity/ports.ts';
import type { Transactions } from '../transactions/ports.ts';
import type { UserAdministrationRepository } from './ports.ts';

export interface SettingsAdministrationParts {
  readonly settings: SettingsService;
  readonly users: Pick<UserAdministrationRepository, 'requireEnrolment'>;
  readonly transactions: Transactions;
}

export interface SettingsAdministration {
  get(): Promise<Settings>;
  /** @throws ProblemError `request-invalid` when the settings do not fit together. */
  update(settings: Settings): Promise<Settings>;
}

export function createSettingsAdministration(parts: SettingsAdministrationParts): SettingsAdministration {
  const { settings, users, transactions } = parts;
  return {
    get: () => settings.get(),
    update: (wanted) => {
      refuseContradictions(wanted);
      return transactions.asSystem(() =>
        transactions.run(async () => {
          const before = await settings.get();
          await settings.set(wanted);
          // Who is signed in without the factor that is asked for now sets one up next.
          await users.requireEnrolment(wanted.secondFactorRoles);
          transactions.record({
            action: 'settings.changed',
            entity: { type: 'settings', id: null },
            before: { ...before },
            after: { ...wanted },
          });
          return wanted;
        }),
      );
    },
  };
}

function refuseContradictions({ secondFactorRoles, sessionIdleMinutes, sessionHours }: Settings): void {
  const errors: ProblemDetail[] = [];
  if (!secondFactorRoles.includes('admin'))
    errors.push({
      field: '/secondFactorRoles',
      message: 'expected admin among the roles: administrators always need it',
    });
  if (new Set(secondFactorRoles).size < secondFactorRoles.length)
    errors.push({ field: '/secondFactorRoles', message: 'expected each role once' });
  if (sessionIdleMinutes > sessionHours * 60)
    errors.push({ field: '/sessionIdleMinutes', message: 'expected no more than the session lasts in all' });
  const [first] = errors;
  if (first === undefined) return;
  const detail = `The settings do not fit together: ${first.field} ${first.message}.`;
  throw new ProblemError('request-invalid', detail, { errors, errorCount: errors.length });
}
