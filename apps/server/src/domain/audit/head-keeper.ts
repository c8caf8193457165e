/**
 * Signs the state of the trail and keeps it outside of the database, where whoever can change the database cannot change it
 * unnoticed; and holds the trail against what was signed before.
 */
import type { KeyObject } from 'node:crypto';
import { rootOfPeaks, type SignedHead, signHead, verifyHead } from '@riskoptimizer/audit-trail';
import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logging.ts';
import { asServer } from '../../core/request-context.ts';
import type { Transactions } from '../transactions/ports.ts';
import { type BrokenTrail, checkTrail } from './check-trail.ts';
import { type HeadLog, HeadLogDamaged, type TrailEnd, type TrailReader } from './ports.ts';

/** A head is signed at the latest after this many entries. */
const entriesPerHead = 1000;

export type TrailState =
  | { readonly state: 'checking' }
  | { readonly state: 'sound'; readonly checkedAt: Date }
  | { readonly state: 'broken'; readonly checkedAt: Date; readonly sentence: string };

export interface HeadKeeper {
  /** What the check of this start found. */
  state(): TrailState;
  /** Signs the trail as it is, and keeps the head unless the last one is of the same entries. */
  sign(): Promise<SignedHead>;
  /** The signed head of one state of the trail, not kept. */
  headOf(end: TrailEnd): SignedHead;
  /** Told of each entry that is about to be stored, so that many entries do not wait for the next head. */
  appended(sequence: number): void;
  /** Those that were kept, by growing size. */
  heads(): Promise<SignedHead[]>;
  /** Holds the whole trail against the heads that were kept; says loudly when it is not what it was. */
  check(): Promise<TrailState>;
}

export interface HeadKeeperParts {
  readonly trail: TrailReader;
  readonly headLog: HeadLog;
  readonly signingKey: KeyObject;
  /** Of this server, and those that signed before, by their id. */
  readonly publicKeys: ReadonlyMap<string, KeyObject>;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly log: Logger;
}

export function createHeadKeeper(parts: HeadKeeperParts): HeadKeeper {
  const { trail, headLog, signingKey, clock, log } = parts;
  let state: TrailState = { state: 'checking' };
  let lastKept: SignedHead | null = null;
  let keeping: Promise<unknown> = Promise.resolve();

  /** One at a time, so that sizes in the file only grow. */
  async function keep(head: SignedHead): Promise<void> {
    const append = async (): Promise<void> => {
      lastKept ??= await lastOf(headLog);
      if (lastKept !== null && lastKept.treeSize >= head.treeSize && lastKept.keyId === head.keyId) return;
      await headLog.append(head);
      lastKept = head;
    };
    const mine = keeping.then(append);
    keeping = mine.catch(() => undefined);
    await mine;
  }

  const headOf = (end: TrailEnd): SignedHead =>
    signHead(signingKey, {
      treeSize: end.sequence,
      rootHash: rootOfPeaks(end.peaks),
      headHash: end.hash,
      signedAt: clock.now().toISOString(),
    });

  async function sign(): Promise<SignedHead> {
    const head = headOf(await asServer(() => trail.end()));
    await keep(head);
    return head;
  }

  let isSigning = false;
  function appended(sequence: number): void {
    if (isSigning || sequence - (lastKept?.treeSize ?? 0) < entriesPerHead) return;
    isSigning = true;
    sign()
      .catch((error: unknown) => log.error({ err: error }, 'The head of the audit trail could not be kept.'))
      .finally(() => {
        isSigning = false;
      });
  }

  async function find(): Promise<BrokenTrail | null> {
    let heads: SignedHead[];
    try {
      heads = await headLog.read();
    } catch (error) {
      if (!(error instanceof HeadLogDamaged)) throw error;
      return { state: 'broken', sequence: null, sentence: error.message };
    }
    const unsigned = heads.find((head) => !isSignedByUs(head, parts));
    if (unsigned !== undefined)
      return broken(`The head of ${unsigned.signedAt} in ${headLog.place} is not signed by a key of this server.`);
    const found = await asServer(() => checkTrail(trail, heads));
    return found.state === 'broken' ? found : null;
  }

  return {
    state: () => state,
    sign,
    headOf,
    appended,
    heads: () => headLog.read(),
    async check() {
      const found = await find();
      const checkedAt = clock.now();
      if (found === null) {
        state = { state: 'sound', checkedAt };
        return state;
      }
      state = { state: 'broken', checkedAt, sentence: found.sentence };
      log.fatal({ sequence: found.sequence }, `THE AUDIT TRAIL IS BROKEN. ${found.sentence}`);
      await recordBroken(parts.transactions, found).catch((error: unknown) =>
        log.error({ err: error }, 'The broken trail takes no entry about it.'),
      );
      return state;
    },
  };
}

/** Where the file is damaged more is written to it all the same: the check says what is wrong with it. */
async function lastOf(headLog: HeadLog): Promise<SignedHead | null> {
  try {
    return (await headLog.read()).at(-1) ?? null;
  } catch (error) {
    if (error instanceof HeadLogDamaged) return null;
    throw error;
  }
}

function broken(sentence: string): BrokenTrail {
  return { state: 'broken', sequence: null, sentence };
}

function isSignedByUs(head: SignedHead, { publicKeys }: HeadKeeperParts): boolean {
  const key = publicKeys.get(head.keyId);
  return key !== undefined && verifyHead(key, head);
}

/** In the trail too: whoever reads it later sees when it was found. */
async function recordBroken(transactions: Transactions, { sequence, sentence }: BrokenTrail): Promise<void> {
  await asServer(() =>
    transactions.run(async () =>
      transactions.record({
        action: 'audit.broken',
        entity: { type: 'audit', id: null },
        result: 'failed',
        reason: 'trail-changed',
        after: { sequence, sentence },
      }),
    ),
  );
}
