/**
 * A real PostgreSQL that comes with RiskOptimizer: made at the first start, started and stopped with it, kept on disk.
 * docs/decisions/0002-a-real-postgresql-by-default.md says why.
 */
import { join } from 'node:path';
import { prepareDataFolder, preparePrivateFolder } from '../../../core/data-folder.ts';
import type { Logger } from '../../../core/logging.ts';
import { applicationRole } from '../application-role.ts';
import { prepareBinaries, removeOtherCopies } from './binaries.ts';
import {
  administratorRole,
  applicationDatabase,
  clusterExists,
  clusterFolderOf,
  ownerRole,
  writeAccessRules,
} from './cluster-files.ts';
import { connectionString } from './connection-string.ts';
import { initialiseCluster } from './initialise-cluster.ts';
import type { PostmasterPlace } from './postmaster.ts';
import { findPostmaster } from './postmaster-file.ts';
import { ensureReachable } from './reach.ts';
import { chooseServerAccount } from './server-account.ts';
import { prepareSocketFolder } from './socket-folder.ts';
import { WatchedServer } from './watched-server.ts';

export interface EmbeddedPostgresOptions {
  readonly dataFolder: string;
  readonly log: Logger;
  /** XDG_RUNTIME_DIR, for the socket when the path of the data folder is too long. */
  readonly runtimeFolder?: string | null;
  /** Called before the database is made, which takes about a second and happens once. */
  readonly onFirstStart?: () => void;
  /** Called when the server is lost for good: it died and cannot be started again, or another process took the folder. */
  readonly onLost?: (error: Error) => void;
}

export interface EmbeddedPostgres {
  /** Of the owner of the database, who migrates it. */
  readonly ownerConnectionString: string;
  /** For the application: it owns nothing, and the row security of the database holds for it. */
  readonly connectionString: string;
  /** For the superuser; tests make databases with it. */
  readonly administratorConnectionString: string;
  /** Such as 18.4. */
  readonly version: string;
  /** Whether the server ran already, left by a RiskOptimizer that was killed. */
  readonly adopted: boolean;
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL of a data folder, or takes over the one that runs there, and holds the folder for this process.
 * From then on the server is watched: when it dies it is started again.
 *
 * @throws StartError with one sentence that says what is wrong and what to do.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const place = await preparePlace(options);
  const server = new WatchedServer(place, options);
  const { adopted } = await server.start();
  // An adopted server may run from one of them.
  if (!adopted) await removeOtherCopies(options.dataFolder, place.binaries);
  return {
    ownerConnectionString: connectionString(place.socketFolder, ownerRole, applicationDatabase),
    connectionString: connectionString(place.socketFolder, applicationRole, applicationDatabase),
    administratorConnectionString: connectionString(place.socketFolder, administratorRole, 'postgres'),
    version: place.binaries.version,
    adopted,
    stop: () => server.stop(),
  };
}

/** Everything a server needs before it can start: account, programs, cluster, folders, rules. Each step may be repeated. */
async function preparePlace({ dataFolder, log, ...options }: EmbeddedPostgresOptions): Promise<PostmasterPlace> {
  const clusterFolder = clusterFolderOf(dataFolder);
  await prepareDataFolder(dataFolder, { passable: process.getuid?.() === 0 });
  const account = await chooseServerAccount(clusterFolder);
  await ensureReachable(dataFolder, account);
  const binaries = await prepareBinaries(dataFolder, account);
  if (!(await clusterExists(clusterFolder, binaries.version))) {
    options.onFirstStart?.();
    await initialiseCluster(clusterFolder, binaries, account);
  }
  const logs = join(dataFolder, 'logs');
  await preparePrivateFolder(logs);
  const socketFolder = await prepareSocketFolder(dataFolder, account, options.runtimeFolder ?? null);
  // A running server has read its rules; whoever started it wrote them.
  if ((await findPostmaster(clusterFolder)) === null) await writeAccessRules(clusterFolder, account);
  return { clusterFolder, socketFolder, logFile: join(logs, 'postgresql.log'), binaries, account, log };
}
