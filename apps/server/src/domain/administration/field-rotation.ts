/**
 * A new key for the sealed fields, and the job that seals the old ones anew. Its state is what is still sealed with another
 * key, so that it goes on wherever it was stopped, in whatever process.
 */
import type { Encryption } from '@riskoptimizer/contracts';
import type { FieldCipher } from '../cryptography/ports.ts';
import type { Transactions } from '../transactions/ports.ts';
import type { FieldKeys, SealedColumn, SealedField, SealedFieldRepository } from './sealed-fields.ts';

/** One transaction: short enough that nobody waits for it. */
const batchSize = 100;

export interface FieldRotationParts {
  readonly fields: SealedFieldRepository;
  readonly keys: FieldKeys;
  readonly cipher: FieldCipher;
  readonly transactions: Transactions;
  readonly log: {
    info(values: object, text: string): void;
    warn(values: object, text: string): void;
  };
}

export interface FieldRotation {
  status(): Promise<Encryption>;
  /** Adds a key; what is sealed with others is sealed anew in the background. */
  rotate(): Promise<Encryption>;
  /** Goes on where the job was stopped; does nothing when nothing is left. One at a time in this process. */
  resume(): Promise<void>;
  /** Ends the job after the batch that is under way. */
  stop(): Promise<void>;
}

export function createFieldRotation(parts: FieldRotationParts): FieldRotation {
  const { fields, keys, cipher, transactions, log } = parts;
  let running: Promise<void> | null = null;
  const stopping = new AbortController();

  const status = () =>
    transactions.asSystem(async () => {
      const { sealed, pending } = await fields.count(prefixOf(cipher));
      return {
        currentKeyId: keys.currentKeyId(),
        keyCount: keys.keyCount(),
        sealedCount: sealed,
        pendingCount: pending,
      };
    });

  const sealAll = async () => {
    let [total, done] = [0, 0];
    // Until a whole pass finds nothing to do: others hold rows for a moment, or still seal with the key of before.
    do {
      done = 0;
      for (const column of fields.columns) done += await sealColumn(parts, column, stopping.signal);
      total += done;
    } while (done > 0 && !stopping.signal.aborted);
    if (total > 0) log.info({ total, keyId: keys.currentKeyId() }, 'Sealed fields were sealed anew.');
  };

  const resume = (): Promise<void> => {
    running ??= sealAll().finally(() => {
      running = null;
    });
    return running;
  };

  return {
    status,
    async rotate() {
      await transactions.asSystem(() =>
        transactions.run(async () => {
          const before = { currentKeyId: keys.currentKeyId(), keyCount: keys.keyCount() };
          await keys.add();
          transactions.record({
            action: 'encryption.key-rotated',
            entity: { type: 'encryption', id: null },
            before,
            after: { currentKeyId: keys.currentKeyId(), keyCount: keys.keyCount() },
          });
        }),
      );
      // Outside of this request: it is answered while the job runs.
      void transactions
        .apart(resume)
        .catch((error: unknown) => log.warn({ err: error }, 'Sealing anew was interrupted; it goes on later.'));
      return status();
    },
    resume,
    async stop() {
      stopping.abort();
      await running?.catch(() => undefined);
    },
  };
}

/** What every text begins with that is sealed now: its format and the id of its key. */
function prefixOf(cipher: FieldCipher): string {
  const probe = cipher.seal({ table: 'none', column: 'none', row: 'none' }, '');
  return `${probe.split('.').slice(0, 2).join('.')}.`;
}

/** One pass over a column. @returns how many fields were sealed anew. */
async function sealColumn(parts: FieldRotationParts, column: SealedColumn, stopping: AbortSignal): Promise<number> {
  let total = 0;
  for (let after: string | null = null; !stopping.aborted; ) {
    const batch: Batch = await sealBatch(parts, column, after);
    total += batch.done;
    if (batch.last === null) break;
    after = batch.last;
  }
  return total;
}

interface Batch {
  readonly done: number;
  /** The last row that was looked at; null when there was none. */
  readonly last: string | null;
}

function sealBatch(
  { fields, cipher, transactions, log }: FieldRotationParts,
  column: SealedColumn,
  after: string | null,
): Promise<Batch> {
  return transactions.asSystem(() =>
    transactions.run(async () => {
      const found = await fields.lockPending(column, prefixOf(cipher), after, batchSize);
      let done = 0;
      for (const field of found) {
        const sealed = sealAnew(cipher, column, field);
        if (sealed === null)
          log.warn({ ...column, row: field.row }, 'A sealed field cannot be opened; it stays as it is.');
        else if (await fields.replace(column, field, sealed)) done += 1;
      }
      return { done, last: found.at(-1)?.row ?? null };
    }),
  );
}

/** Null when the field cannot be opened: damaged, or its key is gone. */
function sealAnew(cipher: FieldCipher, { table, column }: SealedColumn, { row, sealed }: SealedField): string | null {
  const place = { table, column, row };
  try {
    return cipher.seal(place, cipher.open(place, sealed));
  } catch {
    return null;
  }
}
