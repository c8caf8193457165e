/** The server of one data folder, held by this process: started, watched, started again when it dies, stopped. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../../core/logging.ts';
import { StartError } from '../../../core/start-error.ts';
import { ensureApplicationDatabase } from './application-database.ts';
import { administratorRole } from './cluster-files.ts';
import { connectionString } from './connection-string.ts';
import { type DataFolderLock, lockDataFolder } from './data-folder-lock.ts';
import { ensurePostmaster, type PostmasterPlace, signalPostmaster, stopPostmaster } from './postmaster.ts';
import type { Postmaster } from './postmaster-file.ts';

/** How long a server may be between two states (another process stops it, it recovers) before we give up on it. */
const settleLimitMs = 30_000;
const settlePollMs = 50;
/** Restarts in a row, 0.1 s to 3.2 s apart, before a dying server is given up. */
const restartCountMax = 6;
const restartPauseMs = 100;

export interface WatchedServerOptions {
  readonly dataFolder: string;
  readonly log: Logger;
  readonly onLost?: ((error: Error) => void) | undefined;
}

export class WatchedServer {
  readonly #place: PostmasterPlace;
  readonly #options: WatchedServerOptions;
  #lock: DataFolderLock | null = null;
  #postmasterPid = 0;
  #stopping = false;
  #recovery: Promise<void> = Promise.resolve();

  constructor(place: PostmasterPlace, options: WatchedServerOptions) {
    this.#place = place;
    this.#options = options;
  }

  async start(): Promise<{ adopted: boolean }> {
    const { adopted } = await this.#hold();
    process.once('exit', this.#stopAtExit);
    return { adopted };
  }

  /** Takes the server down; the data stay. A second call does nothing. */
  async stop(): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    await this.#recovery;
    this.#lock?.expectEnd();
    await stopPostmaster(this.#place.clusterFolder, this.#postmasterPid, this.#options.log);
    process.removeListener('exit', this.#stopAtExit);
  }

  /** The last resort when this process ends without `stop`: nothing can be awaited any more. */
  readonly #stopAtExit = (): void => {
    if (this.#postmasterPid !== 0) signalPostmaster(this.#postmasterPid, 'SIGINT');
  };

  /** A running server with our lock on it. While it is between two states, the next round finds out what became of it. */
  async #hold(): Promise<{ adopted: boolean }> {
    const began = performance.now();
    for (;;) {
      const { postmaster, adopted } = await ensurePostmaster(this.#place);
      let lock: DataFolderLock | null = null;
      try {
        lock = await this.#lockOn(postmaster);
        if (adopted && (await this.#isForeign(postmaster, lock))) {
          lock.expectEnd();
          await stopPostmaster(this.#place.clusterFolder, postmaster.pid, this.#options.log);
          continue;
        }
        await ensureApplicationDatabase(lock.connection);
        this.#lock = lock;
        this.#postmasterPid = postmaster.pid;
        // Not before: until here this very loop takes care of a server that dies, and two of them would shut each other out.
        lock.onBroken(() => {
          this.#recovery = this.#recover();
        });
        return { adopted };
      } catch (error) {
        await lock?.release();
        if (error instanceof StartError || performance.now() - began > settleLimitMs) throw error;
        this.#options.log.debug({ err: error }, 'PostgreSQL is between two states; trying again.');
        await sleep(settlePollMs);
      }
    }
  }

  #lockOn(postmaster: Postmaster): Promise<DataFolderLock> {
    const address = connectionString(postmaster.socketFolder, administratorRole, 'postgres');
    return lockDataFolder(address, this.#options.dataFolder);
  }

  /** A server left by another release, or with its socket elsewhere, is replaced by one of our own. */
  async #isForeign(postmaster: Postmaster, lock: DataFolderLock): Promise<boolean> {
    const { rows } = await lock.connection.query<{ server_version: string }>('show server_version');
    return (
      rows[0]?.server_version !== this.#place.binaries.version || postmaster.socketFolder !== this.#place.socketFolder
    );
  }

  async #recover(): Promise<void> {
    const { log, onLost } = this.#options;
    let failure: Error = new Error('PostgreSQL is gone.');
    for (let attempt = 0; attempt < restartCountMax; attempt += 1) {
      if (this.#stopping) return;
      try {
        const { adopted } = await this.#hold();
        log.warn({ restarted: !adopted }, 'The connection to PostgreSQL broke; it is there again.');
        return;
      } catch (error) {
        failure = error as Error;
        log.error({ err: error, attempt }, 'PostgreSQL is gone and could not be brought back.');
        if (failure.message.includes('is in use by')) break;
        await sleep(restartPauseMs * 2 ** attempt);
      }
    }
    onLost?.(failure);
  }
}
