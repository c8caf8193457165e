/** The folder that holds the data: made when missing, with modes that keep other people out. */
import { chmod, mkdir, readdir, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StartError } from './start-error.ts';

const ownerOnly = 0o700;
/** Others may pass through to what is theirs, but neither list nor read. */
const ownerAndPassers = 0o711;

/**
 * Makes the data folder when it is missing.
 *
 * @param options.passable Whether another account must get through it: root's PostgreSQL runs as an unprivileged one. A
 * folder that is ours (new or empty) is opened for that; one with something in it is left as it is.
 * @throws StartError when it cannot be made, read or written.
 */
export async function prepareDataFolder(folder: string, options: { passable: boolean }): Promise<void> {
  const mode = options.passable ? ownerAndPassers : ownerOnly;
  try {
    const firstMade = await mkdir(folder, { recursive: true, mode });
    // The umask may have taken bits away, also from the folders above that were made on the way.
    if (firstMade !== undefined) await chmodBetween(firstMade, folder, mode);
    else if ((await readdir(folder)).length === 0 && options.passable) await openForPassers(folder);
  } catch (error) {
    throw await folderError(error, folder);
  }
}

async function openForPassers(folder: string): Promise<void> {
  const { mode } = await stat(folder);
  await chmod(folder, (mode & 0o777) | 0o011);
}

/** Makes a folder inside the data folder that is nobody else's business. */
export async function preparePrivateFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: ownerOnly });
  } catch (error) {
    throw await folderError(error, folder);
  }
}

async function chmodBetween(highest: string, folder: string, mode: number): Promise<void> {
  for (let path = folder; path.length >= highest.length; path = dirname(path)) await chmod(path, mode);
}

/** The sentence for a folder that cannot be used; anything that is not about folders is given back as it is. */
export async function folderError(error: unknown, folder: string): Promise<unknown> {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const elsewhere = 'choose another folder with RISKOPTIMIZER_DATA';
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return new StartError(
        `The data folder ${folder} cannot be read and written by this user${await ownerOf(folder)}. ` +
          `Give it to this user with chown, or ${elsewhere}.`,
        { cause: error },
      );
    case 'EROFS':
      return new StartError(`The data folder ${folder} is on a read-only file system: ${elsewhere}.`, { cause: error });
    case 'ENOTDIR':
    case 'EEXIST':
      return new StartError(`The data folder ${folder} is a file, or lies below one: ${elsewhere}.`, { cause: error });
    case 'ENOENT':
    case 'ELOOP':
      return new StartError(`The data folder ${folder} is a link to nowhere, or lies below one: ${elsewhere}.`, {
        cause: error,
      });
    case 'ENOSPC':
    case 'EDQUOT':
      return new StartError(await diskFullSentence(folder), { cause: error });
    case 'ENAMETOOLONG':
      return new StartError(`The path of the data folder ${folder} is too long: ${elsewhere}.`, { cause: error });
    default:
      return error;
  }
}

/** What to say when the disk of the data folder is full. */
export async function diskFullSentence(folder: string): Promise<string> {
  const free = await statfs(folder).then(
    (system) => ` (${Math.floor((system.bavail * system.bsize) / 1024 ** 2)} MB free)`,
    () => '',
  );
  return (
    `The disk of the data folder ${folder} is full${free}; an empty database takes about 100 MB. ` +
    'Make room there, or choose another folder with RISKOPTIMIZER_DATA.'
  );
}

async function ownerOf(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => null);
  if (found === null) return '';
  return ` (it belongs to user id ${found.uid}, mode ${(found.mode & 0o777).toString(8).padStart(4, '0')})`;
}
