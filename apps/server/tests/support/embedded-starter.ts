/**
 * A process that starts the embedded PostgreSQL of a folder, for tests that kill it, race it, or run it as somebody else.
 *
 * `node embedded-starter.ts FOLDER hold|write|exit [UID]` prints one JSON object a line: what happened, or each number that
 * was committed.
 */
import { Client } from 'pg';
import { pino } from 'pino';
import { StartError } from '../../src/core/start-error.ts';
import { startEmbeddedPostgres } from '../../src/infrastructure/database/embedded-postgres/embedded-postgres.ts';

const [dataFolder, task, uid] = process.argv.slice(2) as [string, string, string | undefined];
const say = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`);

if (uid !== undefined) {
  process.setgroups?.([]);
  process.setgid?.(Number(uid));
  process.setuid?.(Number(uid));
}
process.umask(0o077);

try {
  const server = await startEmbeddedPostgres({ dataFolder, log: pino({ level: 'silent' }) });
  say({ event: 'started', adopted: server.adopted, connectionString: server.ownerConnectionString, pid: process.pid });
  process.on('SIGTERM', () => void server.stop().then(() => process.exit(0)));
  if (task === 'exit') process.exit(0);
  if (task === 'write') await writeForEver(server.ownerConnectionString);
  setInterval(() => {}, 1_000);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  say({ event: 'refused', sentence: error.message });
  process.exit(1);
}

/** Each number is printed only after PostgreSQL has said that it is committed. */
async function writeForEver(connectionString: string): Promise<void> {
  const client = new Client({ connectionString });
  client.on('error', () => process.exit(1));
  await client.connect();
  await client.query('create table if not exists ledger (entry bigint primary key)');
  for (;;) {
    const { rows } = await client.query<{ entry: string }>(
      'insert into ledger select coalesce(max(entry), 0) + 1 from ledger returning entry',
    );
    say({ event: 'committed', entry: Number(rows[0]?.entry) });
  }
}
