/** Every environment variable that the server reads; docs/guides/configuration.md is checked against this list. */

import { secretSettingNames } from './secret-settings.ts';

/** Settings: all optional. */
export const settingNames = [
  'PORT',
  'HOST',
  'RISKOPTIMIZER_PUBLIC_URL',
  'RISKOPTIMIZER_TRUSTED_PROXIES',
  'RISKOPTIMIZER_API_DOCS',
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'REDIS_URL',
  'RISKOPTIMIZER_UNENCRYPTED_SERVICES',
  'RISKOPTIMIZER_DATA',
  'RISKOPTIMIZER_AUDIT_HEADS',
  'RISKOPTIMIZER_SMTP_URL',
  'RISKOPTIMIZER_MAIL_FROM',
  'RISKOPTIMIZER_BCRYPT_ROUNDS',
  'RISKOPTIMIZER_LOG',
  'RISKOPTIMIZER_LOG_TO',
  'RISKOPTIMIZER_DRAIN_SECONDS',
  'RISKOPTIMIZER_DAILY_REFRESH',
  'RISKOPTIMIZER_WORKERS',
  'RISKOPTIMIZER_CALCULATION_THREADS',
  'RISKOPTIMIZER_CALCULATION_SECONDS',
  'RISKOPTIMIZER_CACHE_MEGABYTES',
  ...secretSettingNames,
] as const;
export type SettingName = (typeof settingNames)[number];

/** Where the operating system says its folders are. */
export const placeNames = ['HOME', 'XDG_DATA_HOME', 'XDG_RUNTIME_DIR', 'LOCALAPPDATA'] as const;

/** Read by the command line and by the tests, so they are not misspelt settings of the server. */
export const foreignNames = [
  'RISKOPTIMIZER_EXAMPLES',
  'RISKOPTIMIZER_KILLS',
  'RISKOPTIMIZER_OUTAGE_SECONDS',
  'RISKOPTIMIZER_SEED',
  'RISKOPTIMIZER_SWEEP',
  'RISKOPTIMIZER_API',
  'RISKOPTIMIZER_REQUIRE_ALL',
  'RISKOPTIMIZER_PYTHON',
  'RISKOPTIMIZER_SHARED',
  'TEST_DATABASE_URL',
  'TEST_REDIS_URL',
] as const;

/**
 * The settings that start with RISKOPTIMIZER_ and that nobody reads, each with the name that was probably meant.
 * A misspelt RISKOPTIMIZER_DATA would put the data somewhere else without a word.
 */
export function unknownSettings(names: readonly string[]): { name: string; nearest: string }[] {
  const known = new Set<string>([...settingNames, ...foreignNames]);
  const own = settingNames.filter((name) => name.startsWith('RISKOPTIMIZER_'));
  return names
    .filter((name) => name.startsWith('RISKOPTIMIZER_') && !known.has(name))
    .map((name) => ({ name, nearest: nearestName(name, own) }));
}

function nearestName(name: string, candidates: readonly string[]): string {
  const distances = candidates.map((candidate) => ({ candidate, distance: editDistance(name, candidate) }));
  return distances.reduce((best, next) => (next.distance < best.distance ? next : best)).candidate;
}

/** Levenshtein distance: letters to insert, delete or replace. */
function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const replaced = previous[column - 1]! + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[column]! + 1, current[column - 1]! + 1));
    }
    previous = current;
  }
  return previous[right.length]!;
}
