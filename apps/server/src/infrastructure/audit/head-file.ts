/** The file of the signed heads, one a line, only ever added to; and beside it the public keys that they are verified with. */

import { createPublicKey, type KeyObject } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  AuditTrailError,
  canonicalJson,
  importPublicKey,
  keyIdOf,
  parseCanonicalJson,
  requireHead,
  type SignedHead,
} from '@riskoptimizer/audit-trail';
import { preparePrivateFolder } from '../../core/data-folder.ts';
import { StartError } from '../../core/start-error.ts';
import { type HeadLog, HeadLogDamaged } from '../../domain/audit/ports.ts';

export interface HeadFile extends HeadLog {
  /** Of every key that has signed here, by its id. */
  readonly publicKeys: ReadonlyMap<string, KeyObject>;
}

const ownerOnly = 0o600;
const keyFile = /^audit-key-[\w-]{43}\.pem$/;

/**
 * Opens the file, and writes the public key of this server beside it.
 *
 * @param path Absolute; its folder is made when it is missing.
 * @throws StartError when it cannot be written: a trail whose heads are kept nowhere proves nothing.
 */
export async function openHeadFile(path: string, signingKey: KeyObject): Promise<HeadFile> {
  const folder = dirname(path);
  try {
    await preparePrivateFolder(folder);
    await cutTornLine(path);
    await append(path, '');
    await keepPublicKey(folder, signingKey);
    const publicKeys = await readPublicKeys(folder);
    return {
      place: path,
      publicKeys,
      read: async () => readHeads(path),
      append: (head) => append(path, `${canonicalJson(head)}\n`),
    };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined || error instanceof StartError) throw error;
    throw new StartError(
      `The signed heads of the audit trail cannot be kept in ${path} (${code}). Let the server's user write there, or name another file with RISKOPTIMIZER_AUDIT_HEADS.`,
      { cause: error },
    );
  }
}

async function append(path: string, text: string): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, ownerOnly);
  try {
    if (text !== '') await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A line without its end was never confirmed: the machine stopped while it was written. */
async function cutTornLine(path: string): Promise<void> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
  const whole = bytes.lastIndexOf(0x0a) + 1;
  if (whole < bytes.length) await truncate(path, whole);
}

async function readHeads(path: string): Promise<SignedHead[]> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  const heads = lines.slice(0, -1).map((line, index) => {
    try {
      return requireHead(parseCanonicalJson(line));
    } catch (error) {
      if (!(error instanceof AuditTrailError)) throw error;
      throw new HeadLogDamaged(`Line ${index + 1} of ${path} is not a head that was written there: ${error.message}.`);
    }
  });
  // Processes that share a file may overtake each other.
  return heads.sort((one, other) => one.treeSize - other.treeSize);
}

async function keepPublicKey(folder: string, signingKey: KeyObject): Promise<void> {
  const pem = createPublicKey(signingKey).export({ type: 'spki', format: 'pem' });
  await writeFile(join(folder, `audit-key-${keyIdOf(signingKey)}.pem`), pem, { mode: ownerOnly });
}

async function readPublicKeys(folder: string): Promise<Map<string, KeyObject>> {
  const names = (await readdir(folder)).filter((name) => keyFile.test(name));
  const keys = await Promise.all(names.map(async (name) => readKey(join(folder, name))));
  return new Map(keys.map((key) => [keyIdOf(key), key]));
}

async function readKey(path: string): Promise<KeyObject> {
  try {
    const key = importPublicKey(await readFile(path, 'utf8'));
    if (`audit-key-${keyIdOf(key)}.pem` === basename(path)) return key;
  } catch (error) {
    if (!(error instanceof AuditTrailError)) throw error;
  }
  throw new StartError(`${path} does not hold the public key that it is named by. Restore the file, or remove it.`);
}
