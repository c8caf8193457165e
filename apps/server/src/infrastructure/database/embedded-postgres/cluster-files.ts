/** The folder that initdb makes (PostgreSQL calls it a cluster): where it is, whose version it has, who may connect. */
import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { folderError } from '../../../core/data-folder.ts';
import { StartError } from '../../../core/start-error.ts';
import { applicationRole } from '../application-role.ts';
import { presentUserName, type ServerAccount } from './server-account.ts';

/** Owns every table and migrates them; cannot read files of the server, make roles or run programs. */
export const ownerRole = 'riskoptimizer';
export const applicationDatabase = 'riskoptimizer';
/** The superuser that initdb makes. */
export const administratorRole = 'postgres';

const identityMap = 'riskoptimizer';

export function clusterFolderOf(dataFolder: string): string {
  return join(dataFolder, 'postgresql');
}

/**
 * Whether a cluster is there already.
 *
 * @throws StartError when it is of another major version, or when the folder has something else in it.
 */
export async function clusterExists(clusterFolder: string, version: string): Promise<boolean> {
  const found = await readFile(join(clusterFolder, 'PG_VERSION'), 'utf8').catch(
    async (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw await folderError(error, clusterFolder);
    },
  );
  if (found === null) {
    const content = await readdir(clusterFolder).catch(() => []);
    if (content.length === 0) return false;
    throw new StartError(
      `The folder ${clusterFolder} has files in it but no PostgreSQL database. ` +
        'Move them away, or choose another data folder with RISKOPTIMIZER_DATA.',
    );
  }
  const [has, brings] = [found.trim(), version.split('.')[0]];
  if (has === brings) return true;
  throw new StartError(
    `The data in ${clusterFolder} were written by PostgreSQL ${has}; this release brings PostgreSQL ${brings}, which cannot ` +
      'read them. Start the release that wrote them and export the data, or choose another data folder with RISKOPTIMIZER_DATA.',
  );
}

/**
 * Says who may connect: the operating system's user who runs RiskOptimizer, over the unix socket only, as the kernel
 * vouches for him (peer). There is no password that could leak.
 */
export async function writeAccessRules(clusterFolder: string, account: ServerAccount): Promise<void> {
  const user = quoted(presentUserName());
  const header = '# Written by RiskOptimizer at each start.\n';
  await replaceFile(clusterFolder, 'pg_hba.conf', `${header}local all all peer map=${identityMap}\n`, account);
  const lines = [administratorRole, ownerRole, applicationRole].map((role) => `${identityMap} ${user} ${role}\n`);
  await replaceFile(clusterFolder, 'pg_ident.conf', header + lines.join(''), account);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Written beside and renamed. The folder belongs to another account when we are root, so a link there is never followed. */
async function replaceFile(folder: string, name: string, text: string, account: ServerAccount): Promise<void> {
  const staged = join(folder, `${name}.new`);
  await rm(staged, { force: true });
  try {
    const file = await open(staged, 'wx', 0o600);
    try {
      await file.writeFile(text);
      if (account.switchTo !== null) await file.chown(account.uid, account.gid);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(staged, join(folder, name));
  } catch (error) {
    throw await folderError(error, folder);
  }
}
