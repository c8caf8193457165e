import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Finding, fail, ok, warn } from './finding.ts';

/** An empty database and its logs of changes take some 60 MB; under this a start may fail half way. */
const freeBytesMin = 200e6;
const freeBytesEnough = 1e9;

/** Who looks, and what that user may do; tests hand in others. */
export interface Onlooker {
  /** Undefined where the system has no user numbers. */
  readonly user: number | undefined;
  mayWrite(folder: string): Promise<boolean>;
}

const self: Onlooker = {
  user: process.getuid?.(),
  async mayWrite(folder) {
    try {
      await access(folder, constants.W_OK | constants.X_OK);
      return true;
    } catch {
      return false;
    }
  },
};

/** Whether the data folder exists (or can be made), may be written, is ours and has room. */
export async function checkDataFolder(folder: string, onlooker: Onlooker = self): Promise<Finding> {
  const name = 'data folder';
  const move = 'Set RISKOPTIMIZER_DATA to a folder that you may write.';
  const existing = await nearestExisting(folder);
  const found = await stat(existing);
  if (!found.isDirectory()) return fail(name, `${existing} is a file, not a folder`, move);
  const writable = await onlooker.mayWrite(existing);
  if (existing !== folder) {
    if (!writable) return fail(name, `${folder} does not exist and cannot be made: no permission in ${existing}`, move);
    return withRoom(name, existing, `${folder} does not exist yet; the first start makes it`);
  }
  const { user } = onlooker;
  // For root the server hands the folder to the unprivileged user that PostgreSQL insists on.
  const foreign = user !== undefined && user !== 0 && found.uid !== user;
  if (foreign) return fail(name, `${folder} belongs to user ${found.uid}, and you are user ${user}`, move);
  if (!writable)
    return fail(
      name,
      `${folder} cannot be written: no permission`,
      `Give yourself the permission: chmod u+rwx ${folder}`,
    );
  return withRoom(name, folder, `${folder} is there and can be written`);
}

async function nearestExisting(folder: string): Promise<string> {
  for (let place = folder; ; place = dirname(place)) {
    try {
      await stat(place);
      return place;
    } catch {
      if (dirname(place) === place) return place;
    }
  }
}

async function withRoom(name: string, folder: string, message: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const room = `${(free / 1e9).toFixed(1)} GB free`;
  const remedy = 'Make room on the disk, or set RISKOPTIMIZER_DATA to another one.';
  if (free < freeBytesMin) return fail(name, `${message}, but only ${(free / 1e6).toFixed(0)} MB are free`, remedy);
  if (free < freeBytesEnough) return warn(name, `${message}, ${room}`, remedy);
  return ok(name, `${message}, ${room}`);
}
