/** Which account runs PostgreSQL: the present user, or an unprivileged one when we are root, as PostgreSQL refuses to run as root. */
import { stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { StartError } from '../../../core/start-error.ts';
import { type Account, runCommand } from './run-command.ts';

export interface ServerAccount extends Account {
  readonly name: string;
  /** What to hand to a spawn: null when no change of user is needed. */
  readonly switchTo: Account | null;
}

/** A name of our own first, then those that nearly every Linux has. */
const candidates = ['riskoptimizer', 'postgres', 'nobody'];

/**
 * @param clusterFolder An existing one keeps its owner, whatever accounts were added to the machine since.
 * @throws StartError when there is no account to run it.
 */
export async function chooseServerAccount(clusterFolder: string): Promise<ServerAccount> {
  if (process.getuid?.() !== 0) return presentAccount();
  const owner = await stat(clusterFolder).catch(() => null);
  if (owner !== null && owner.uid !== 0) {
    const name = await askId(['-un', String(owner.uid)]);
    if (name !== null) return unprivileged(name, owner.uid, owner.gid);
  }
  for (const name of candidates) {
    const [uid, gid] = [Number(await askId(['-u', name])), Number(await askId(['-g', name]))];
    if (uid > 0 && gid > 0) return unprivileged(name, uid, gid);
  }
  throw new StartError(
    'PostgreSQL refuses to run as root, and this machine has no unprivileged account for it. ' +
      'Make one with "useradd --system riskoptimizer", start RiskOptimizer as an ordinary user, or set DATABASE_URL.',
  );
}

/** The name of the user we are. PostgreSQL asks the operating system for it and cannot do without. */
export function presentUserName(): string {
  try {
    return userInfo().username;
  } catch (error) {
    throw new StartError(
      `The present user (id ${process.getuid?.()}) has no name on this machine, and PostgreSQL needs one. ` +
        'Add it to /etc/passwd, start as another user, or set DATABASE_URL.',
      { cause: error },
    );
  }
}

function presentAccount(): ServerAccount {
  const name = presentUserName();
  return { name, uid: process.getuid?.() ?? -1, gid: process.getgid?.() ?? -1, switchTo: null };
}

function unprivileged(name: string, uid: number, gid: number): ServerAccount {
  return { name, uid, gid, switchTo: { uid, gid } };
}

async function askId(parameters: string[]): Promise<string | null> {
  const { status, output } = await runCommand('id', parameters, { timeoutMs: 5_000 });
  return status === 0 && output.trim() !== '' ? output.trim() : null;
}
