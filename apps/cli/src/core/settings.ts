import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/** What the command line takes from the environment. This is its only module that reads environment variables. */
export interface Settings {
  readonly host: string;
  /** As written: doctor says what is wrong with it. */
  readonly port: string;
  readonly dataFolder: string;
  readonly databaseUrl: string | null;
  readonly redisUrl: string | null;
}

/** Reads the settings that the server would start with; docs/guides/configuration.md describes them. */
export function readSettings(environment: Readonly<Record<string, string | undefined>> = process.env): Settings {
  const given = (name: string): string | null => environment[name]?.trim() || null;
  const dataFolder = given('RISKOPTIMIZER_DATA');
  return {
    host: given('HOST') ?? '127.0.0.1',
    port: given('PORT') ?? '8080',
    dataFolder: dataFolder === null ? standardDataFolder(environment) : resolve(dataFolder),
    databaseUrl: given('DATABASE_URL'),
    redisUrl: given('REDIS_URL'),
  };
}

/** The user's own place for data (decision 0005), as the server chooses it. */
function standardDataFolder(environment: Readonly<Record<string, string | undefined>>): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'RiskOptimizer');
  if (process.platform === 'win32') {
    return join(environment.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'RiskOptimizer');
  }
  if (process.getuid?.() === 0) return '/var/lib/riskoptimizer';
  const dataHome = environment.XDG_DATA_HOME ?? '';
  return join(isAbsolute(dataHome) ? dataHome : join(homedir(), '.local', 'share'), 'riskoptimizer');
}
