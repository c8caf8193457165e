/** Whether another account can get to a folder, and which folder on the way stops it. */
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StartError } from '../../../core/start-error.ts';
import { runCommand } from './run-command.ts';
import type { ServerAccount } from './server-account.ts';

/** @throws StartError naming the folder that stops the account, and the remedy. */
export async function ensureReachable(folder: string, account: ServerAccount): Promise<void> {
  if (account.switchTo === null || (await canEnter(folder, account))) return;
  const closed = await firstClosedFolder(folder, account);
  throw new StartError(
    `PostgreSQL refuses to run as root, so it runs as user "${account.name}", and that user cannot enter ${closed.path} ` +
      `(mode ${closed.mode}) on the way to the data folder ${folder}. Open the way with "chmod o+x ${closed.path}", ` +
      'or choose another folder, such as RISKOPTIMIZER_DATA=/var/lib/riskoptimizer.',
  );
}

/** Tried, not computed: access control lists and mounts count too. */
async function canEnter(folder: string, account: ServerAccount): Promise<boolean> {
  const tried = await runCommand('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], {
    account: account.switchTo,
    timeoutMs: 5_000,
  });
  return tried.status === 0;
}

async function firstClosedFolder(folder: string, account: ServerAccount): Promise<{ path: string; mode: string }> {
  const chain = [folder];
  while (dirname(chain[0]!) !== chain[0]) chain.unshift(dirname(chain[0]!));
  for (const path of chain) {
    if (await canEnter(path, account)) continue;
    const found = await stat(path).catch(() => null);
    return { path, mode: found === null ? 'unknown' : (found.mode & 0o777).toString(8).padStart(4, '0') };
  }
  return { path: folder, mode: 'unknown' };
}
