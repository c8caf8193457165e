/** The settings of the administrators, as they stand in the row of the installation. */
import { type Settings, settings as settingsSchema } from '@riskoptimizer/contracts';
import type { Transactions } from '../transactions/ports.ts';
import type { SettingsService } from './ports.ts';

/**
 * Until an administrator changes them. Whoever changes everything or reads everything needs a second factor. Sessions meet level 2 of NIST SP 800-63B-4: at most an hour without use, at most a day
 * in all. Pages renew their session while they are open, so without use means closed.
 */
export const defaultSettings: Settings = {
  registration: 'invitation',
  secondFactorRoles: ['admin', 'compliance'],
  sessionIdleMinutes: 60,
  sessionHours: 12,
};

export interface SettingsRepository {
  readSettings(): Promise<unknown>;
  writeSettings(settings: Settings): Promise<void>;
}

export function createSettingsService(
  repository: SettingsRepository,
  transactions: Pick<Transactions, 'asSystem'>,
): SettingsService {
  return {
    get: () => transactions.asSystem(async () => settingsSchema.parse(await repository.readSettings())),
    set: (settings) => transactions.asSystem(() => repository.writeSettings(settings)),
  };
}
