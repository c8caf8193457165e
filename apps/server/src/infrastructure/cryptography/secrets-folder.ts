/** The files of secrets: one a secret, in a folder that only the server's own user can enter, never half written. */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, link, lstat, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { preparePrivateFolder } from '../../core/data-folder.ts';
import { StartError } from '../../core/start-error.ts';

/** No secret is near it; whoever names a disk by mistake is told so. */
const fileBytesMax = 64 * 1024;
const ownerOnly = 0o600;

export interface SecretsFolder {
  readonly path: string;
  /** The user who must own folder and files; null where the system knows no such thing (Windows). */
  readonly userId: number | null;
}

/**
 * Makes the folder `secrets` in the data folder when it is missing.
 *
 * @throws StartError when somebody else owns it or may enter it.
 */
export async function openSecretsFolder(dataFolder: string, userId = presentUser()): Promise<SecretsFolder> {
  const path = join(dataFolder, 'secrets');
  await preparePrivateFolder(path);
  const found = await lstat(path);
  if (!found.isDirectory())
    throw new StartError(`${path} is not a folder of its own but a link. Put the folder there.`);
  const folder = { path, userId };
  checkOwner(folder, path, found.uid);
  if (userId !== null && (found.mode & 0o077) !== 0) {
    throw new StartError(
      `Other users may enter the folder of the secrets (${modeText(found.mode)}). Close it: chmod 700 ${path}`,
    );
  }
  return folder;
}

/**
 * @returns The text, or null when there is no such file.
 * @throws StartError when others could read it, somebody else owns it, or it is no plain file.
 */
export async function readSecretFile(folder: SecretsFolder, name: string): Promise<string | null> {
  const path = join(folder.path, name);
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      const what = error.code === 'ELOOP' ? 'is a link' : `cannot be read (${error.code})`;
      throw new StartError(`The secret ${path} ${what}. Put the file itself there, readable by the server's user.`, {
        cause: error,
      });
    },
  );
  if (file === null) return null;
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new StartError(`The secret ${path} is not a file. Put the file there, or remove it.`);
    checkOwner(folder, path, found.uid);
    if (folder.userId !== null && (found.mode & 0o777 & ~ownerOnly) !== 0) {
      throw new StartError(
        `The secret ${path} has ${modeText(found.mode)}, which lets others at it. Close it: chmod 600 ${path} ` +
          '(and replace the secret if somebody may have read it).',
      );
    }
    refuseLarge(path, found.size);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** Writes the file unless there is one by now: of two servers that start at once, both use what the first wrote. */
export async function createSecretFile(folder: SecretsFolder, name: string, text: string): Promise<string> {
  const path = join(folder.path, name);
  const beside = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`;
  await writeWhole(beside, text);
  try {
    // Unlike rename, link never replaces what stands there.
    await link(beside, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(beside);
  }
  await syncFolder(folder);
  const written = await readSecretFile(folder, name);
  if (written === null) throw new StartError(`The secret ${path} was removed while it was made. Start again.`);
  return written;
}

/**
 * Replaces the file at once and as a whole; one at a time.
 *
 * @param change From the present text to the new one.
 * @throws StartError when there is no such file, or when another change is under way.
 */
export async function changeSecretFile(
  folder: SecretsFolder,
  name: string,
  change: (text: string) => string,
): Promise<void> {
  const path = join(folder.path, name);
  const beside = `${path}.new`;
  // Made before the old text is read: who holds this file is the only one to change the secret.
  const file = await open(beside, 'wx', ownerOnly).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
    throw new StartError(
      `${path} is being changed by somebody else, or a change was interrupted. If nobody is at it, remove ${beside} and try again.`,
    );
  });
  try {
    const present = await readSecretFile(folder, name);
    if (present === null) {
      throw new StartError(
        `There is no ${path}. It is made at the first start, unless the secret comes from the environment; then change it there.`,
      );
    }
    await writeAndClose(file, change(present));
    await rename(beside, path);
  } catch (error) {
    await file.close();
    await unlink(beside);
    throw error;
  }
  await syncFolder(folder);
}

/**
 * Reads a file that somebody else provides, such as a secret of Docker or Kubernetes: any reader is their choice, but who
 * else may write there could choose our keys.
 */
export async function readProvidedFile(setting: string, path: string): Promise<string> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new StartError(
      `${setting} names ${path}, which cannot be read (${error.code}). Correct the path or unset it.`,
    );
  });
  if (!found.isFile())
    throw new StartError(`${setting} names ${path}, which is not a file. Correct the path or unset it.`);
  if (process.platform !== 'win32' && (found.mode & 0o022) !== 0) {
    throw new StartError(
      `The file ${path} named by ${setting} can be written by others (${modeText(found.mode)}). Close it: chmod go-w ${path}`,
    );
  }
  refuseLarge(path, found.size);
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new StartError(
      `${setting} names ${path}, which cannot be read (${error.code}). Let the server's user read it.`,
    );
  });
}

async function writeWhole(path: string, text: string): Promise<void> {
  await writeAndClose(await open(path, 'wx', ownerOnly), text);
}

async function writeAndClose(file: FileHandle, text: string): Promise<void> {
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A file is only there after a power cut when its folder is on the disk as well. */
async function syncFolder(folder: SecretsFolder): Promise<void> {
  if (folder.userId === null) return;
  const handle = await open(folder.path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function checkOwner(folder: SecretsFolder, path: string, uid: number): void {
  if (folder.userId === null || uid === folder.userId) return;
  throw new StartError(
    `${path} belongs to user id ${uid}, but the server runs as user id ${folder.userId}. ` +
      `Give it to the server's user: chown ${folder.userId} ${path}`,
  );
}

function refuseLarge(path: string, size: number): void {
  if (size > fileBytesMax)
    throw new StartError(`${path} has ${size} bytes, too many for a secret. Is it the right file?`);
}

function modeText(mode: number): string {
  return `mode ${(mode & 0o777).toString(8).padStart(4, '0')}`;
}

function presentUser(): number | null {
  return process.getuid?.() ?? null;
}
