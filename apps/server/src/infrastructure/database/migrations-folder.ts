import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Beside this file when run from the sources; in the sources beside `dist` when run from the bundle; or copied into `dist`. */
const candidates = ['migrations', '../src/infrastructure/database/migrations'];

/** The folder of the SQL migrations. */
export function findMigrationsFolder(): string {
  const folders = candidates.map((candidate) => join(import.meta.dirname, candidate));
  const found = folders.find((folder) => existsSync(join(folder, 'meta/_journal.json')));
  if (found === undefined) {
    throw new Error(`The SQL migrations are missing; they were looked for in ${folders.join(' and ')}. Install again.`);
  }
  return found;
}
