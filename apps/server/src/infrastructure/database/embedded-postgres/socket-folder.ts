/** The folder of PostgreSQL's unix socket: ours alone, and with a path short enough for the kernel. */
import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { folderError } from '../../../core/data-folder.ts';
import { StartError } from '../../../core/start-error.ts';
import type { ServerAccount } from './server-account.ts';

/** PostgreSQL puts this number into the socket's name; nothing listens on it. */
export const socketPort = 5432;

/** sun_path has 108 bytes on Linux and 104 on macOS, the closing zero included. */
const socketPathBytesMax = process.platform === 'linux' ? 107 : 103;

/**
 * Makes (or finds) the folder: in the data folder; when that path is too long, below XDG_RUNTIME_DIR or /tmp, under a name
 * made from the data folder.
 *
 * @throws StartError when somebody else has a folder of that name.
 */
export async function prepareSocketFolder(
  dataFolder: string,
  account: ServerAccount,
  runtimeFolder: string | null,
): Promise<string> {
  const folder = chooseSocketFolder(dataFolder, account, runtimeFolder);
  try {
    await mkdir(folder, { mode: 0o700 });
    if (account.switchTo !== null) await chown(folder, account.uid, account.gid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw await folderError(error, folder);
  }
  await ensureOwnFolder(folder, account);
  return folder;
}

/** Pure choice of the path, so that it can be tested without making anything. */
export function chooseSocketFolder(
  dataFolder: string,
  account: Pick<ServerAccount, 'uid' | 'switchTo'>,
  runtimeFolder: string | null,
): string {
  const inside = join(dataFolder, 'run');
  if (fits(inside)) return inside;
  const name = `riskoptimizer-${account.uid}-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 16)}`;
  // The runtime folder belongs to the user of the session; the account that runs PostgreSQL for root cannot enter it.
  if (runtimeFolder !== null && account.switchTo === null && fits(join(runtimeFolder, name))) {
    return join(runtimeFolder, name);
  }
  return join('/tmp', name);
}

function fits(folder: string): boolean {
  return Buffer.byteLength(join(folder, `.s.PGSQL.${socketPort}`)) <= socketPathBytesMax;
}

/** In /tmp anybody can make a folder of this name first, and then look into it or put a link there. */
async function ensureOwnFolder(folder: string, account: ServerAccount): Promise<void> {
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== account.uid) {
    throw new StartError(
      `${folder} is needed for the connection to PostgreSQL, but it does not belong to user "${account.name}". ` +
        'Remove it, or choose a data folder with a shorter path with RISKOPTIMIZER_DATA.',
    );
  }
  if ((found.mode & 0o777) !== 0o700) await chmod(folder, 0o700);
}
