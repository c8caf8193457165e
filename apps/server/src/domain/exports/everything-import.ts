/** Everything back into an empty account: previewed first, then stored in one transaction. */
import { createHash } from 'node:crypto';
import { type EverythingPreview, everythingBytesMax, type ImportEverythingResult } from '@riskoptimizer/contracts';
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import type { SignedInActor } from '../../core/request-context.ts';
import type { Transactions } from '../transactions/ports.ts';
import { dataImported } from './everything-events.ts';
import type { EverythingRepository } from './ports.ts';
import type { ReadEverything, ReadEverythingInput } from './read-everything.ts';
import { type StoreParts, storeEverything } from './store-everything.ts';

type Pieces = AsyncIterable<Uint8Array>;

export interface EverythingImport {
  /** Reads and checks the file; nothing is kept. @throws ProblemError `request-invalid` with every problem and its place. */
  preview(actor: SignedInActor, pieces: Pieces): Promise<EverythingPreview>;
  /**
   * @param sha256 of the file that was previewed.
   * @throws ProblemError as the preview does; `state-conflict` for another file, or an account that is not empty.
   */
  import(actor: SignedInActor, pieces: Pieces, sha256: string): Promise<ImportEverythingResult>;
}

export interface EverythingImportParts extends StoreParts {
  readonly everything: EverythingRepository;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly read: (input: ReadEverythingInput) => Promise<ReadEverything>;
}

export function createEverythingImport(parts: EverythingImportParts): EverythingImport {
  const { everything, transactions, clock, read } = parts;
  const inTheWay = async (ownerId: string) => {
    const { assets, portfolios, others } = await everything.count(ownerId);
    return [
      ...(portfolios > 0 ? ['portfolios'] : []),
      ...(assets > 0 ? ['assets'] : []),
      ...(others > 0 ? ['saved mappings or exchange rates'] : []),
    ];
  };
  return {
    async preview({ userId }, pieces) {
      const bytes = await readFile(pieces);
      const { counts, portfolios } = await read({ bytes, now: clock.now().toISOString(), wants: 'preview' });
      const file = { sha256: sha256Of(bytes), byteCount: bytes.length };
      return { ...file, counts, portfolios: [...portfolios], inTheWay: await inTheWay(userId) };
    },

    async import({ userId }, pieces, sha256) {
      const bytes = await readFile(pieces);
      const found = sha256Of(bytes);
      if (found !== sha256) throw otherFile(found);
      requireEmpty(await inTheWay(userId));
      const { counts, content } = await read({ bytes, now: clock.now().toISOString(), wants: 'content' });
      return transactions.run(async (transaction) => {
        await everything.lock(userId, transaction);
        requireEmpty(await inTheWay(userId));
        transactions.record(dataImported(userId, { sha256, byteCount: bytes.length }, counts));
        await storeEverything(parts, userId, content!, transaction);
        return { counts };
      });
    },
  };
}

async function readFile(pieces: Pieces): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let byteCount = 0;
  for await (const piece of pieces) {
    byteCount += piece.byteLength;
    if (byteCount > everythingBytesMax) throw everythingTooLarge();
    parts.push(piece);
  }
  return Buffer.concat(parts);
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function everythingTooLarge(): ProblemError {
  return new ProblemError(
    'body-too-large',
    `The file is larger than ${everythingBytesMax / 1e6} MB, which is the limit. Send the archive instead of the document: it is compressed.`,
  );
}

function otherFile(found: string): ProblemError {
  return new ProblemError(
    'state-conflict',
    `This is not the file that was previewed: its SHA-256 is ${found}. Nothing was stored; preview it, and send its sha256 along.`,
  );
}

function requireEmpty(inTheWay: readonly string[]): void {
  if (inTheWay.length === 0) return;
  throw new ProblemError(
    'state-conflict',
    `The account has ${inTheWay.join(' and ')} already, deleted ones included, and an import of everything needs an empty one. Nothing was stored; use a new account, or import single files.`,
  );
}
