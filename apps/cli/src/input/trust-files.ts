/** What the reader of an audit export knows from elsewhere: public keys, and heads that were kept outside of the database. */
import type { KeyObject } from 'node:crypto';
import { AuditTrailError, importPublicKey, requireHead, type SignedHead } from '@riskoptimizer/audit-trail';
import { CliError } from '../core/cli-error.ts';
import { readTextFile } from './text-file.ts';

const publicKeyBlock = /-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g;

/**
 * Reads one or more Ed25519 public keys (PEM, one after the other).
 *
 * @throws CliError `invalid-key` that names the file.
 */
export async function readPublicKeys(file: string): Promise<KeyObject[]> {
  const { text } = await readTextFile(file);
  const refuse = (message: string, remedy: string): CliError => new CliError('invalid-key', message, remedy, { file });
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) {
    const remedy = 'Keep it where the server reads it, and give --key the public key that the server shows.';
    throw refuse(`${file} holds a private key, which nobody but the server should have.`, remedy);
  }
  const remedy = 'Give the public key of the trail as PEM: -----BEGIN PUBLIC KEY----- and so on.';
  const blocks = text.match(publicKeyBlock) ?? [];
  if (blocks.length === 0) throw refuse(`${file} holds no public key in PEM.`, remedy);
  try {
    return blocks.map(importPublicKey);
  } catch (error) {
    if (error instanceof AuditTrailError) throw refuse(`${file}: ${error.message}.`, remedy);
    throw error;
  }
}

/**
 * Reads signed heads, one JSON object a line, as the server writes them.
 *
 * @throws CliError `invalid-json` or `invalid-field` with file and line; a file without heads is refused, too.
 */
export async function readSignedHeads(file: string): Promise<SignedHead[]> {
  const { text } = await readTextFile(file);
  const heads = text
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [readHead(line, index + 1, file)]));
  if (heads.length > 0) return heads;
  const remedy = 'Give the file of heads that the server writes, or leave --heads out.';
  throw new CliError('missing-field', `${file} holds no signed head.`, remedy, { file });
}

function readHead(text: string, line: number, file: string): SignedHead {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const remedy = 'Each line is one signed head; a line that was cut off, as by a crash, may be deleted.';
    throw new CliError('invalid-json', `Line ${line} is not JSON.`, remedy, { file, line });
  }
  try {
    return requireHead(value);
  } catch (error) {
    if (!(error instanceof AuditTrailError)) throw error;
    const remedy = 'Use the file as the server wrote it.';
    throw new CliError('invalid-field', `Line ${line}: ${error.message}.`, remedy, { file, line });
  }
}
