/** The audit trail in PostgreSQL. Only ever added to; triggers and privileges refuse everything else. */
import { asc, eq, gt } from 'drizzle-orm';
import type { Clock } from '../../../core/clock.ts';
import { currentContext } from '../../../core/request-context.ts';
import { type ChainedEntry, chainEntries } from '../../../domain/audit/chain-entries.ts';
import type { TrailEnd, TrailReader } from '../../../domain/audit/ports.ts';
import { auditEntries, auditHead } from '../schema/index.ts';
import type { AppendEvents, Executor } from '../transactions.ts';

/** Hashed and written at one go: more would keep other requests waiting. */
const entriesPerStatement = 250;

/**
 * Appends events inside of the transaction that is about to be committed. The row of the head is locked until then: the trail
 * has one writer at a time, so its numbers have no gaps and its order is that of the commits.
 *
 * @param appended is told of the last number, which is not committed yet.
 */
export function createAppendEvents(clock: Clock, appended: (sequence: number) => void = () => {}): AppendEvents {
  return async (executor, events) => {
    let end = await lockHead(executor);
    const now = clock.now();
    // Part by part, as hashing the events of a large import at one go would keep every other request waiting.
    for (let from = 0; from < events.length; from += entriesPerStatement) {
      const chained = chainEntries(end, events.slice(from, from + entriesPerStatement), currentContext(), now);
      await executor.insert(auditEntries).values(chained.entries.map(toRow));
      end = chained.end;
    }
    await executor
      .update(auditHead)
      .set({ ...end, peaks: [...end.peaks] })
      .where(eq(auditHead.id, headId));
    appended(end.sequence);
  };
}

/** The trail from its first entry to its last; of a running transaction with a snapshot it is the trail of that moment. */
export function createTrailReader(orm: Executor): TrailReader {
  return {
    async end() {
      const [head] = await orm.select().from(auditHead).where(eq(auditHead.id, headId));
      return requireHead(head);
    },
    after: (sequence, limit) =>
      orm
        .select()
        .from(auditEntries)
        .where(gt(auditEntries.sequence, sequence))
        .orderBy(asc(auditEntries.sequence))
        .limit(limit),
  };
}

const headId = 1;

async function lockHead(executor: Executor): Promise<TrailEnd> {
  const [head] = await executor.select().from(auditHead).where(eq(auditHead.id, headId)).for('update');
  return requireHead(head);
}

function requireHead(head: TrailEnd | undefined): TrailEnd {
  if (head === undefined) throw new Error('The head of the audit trail is missing, so nothing can be changed.');
  return head;
}

function toRow({ entry, content, hash }: ChainedEntry): typeof auditEntries.$inferInsert {
  return {
    sequence: entry.sequence,
    recordedAt: new Date(entry.recordedAt),
    actorKind: entry.actor.kind,
    actorId: entry.actor.id,
    ownerId: entry.ownerId,
    action: entry.action,
    entityType: entry.entity.type,
    entityId: entry.entity.id,
    result: entry.result,
    content,
    hash,
  };
}
