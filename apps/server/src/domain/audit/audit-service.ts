/** The audit trail for those who read it: compliance and administrators the whole, everybody the own account's part. */
import type { KeyObject } from 'node:crypto';
import { connectRange, type SignedHead, writeExport } from '@riskoptimizer/audit-trail';
import type {
  AuditEntry,
  AuditEntrySummary,
  AuditHead,
  AuditQuery,
  activityQuery,
  auditExportRequest,
} from '@riskoptimizer/contracts';
import type { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import { keepContext } from '../../core/request-context.ts';
import type { Transactions } from '../transactions/ports.ts';
import type { HeadKeeper } from './head-keeper.ts';
import type { TrailEnd, TrailReader } from './ports.ts';
import { presentActivity, presentEntry, presentSummary } from './present-entry.ts';
import type { FoundEntry, TrailSearch } from './search-ports.ts';

export interface AuditService {
  list(query: AuditQuery): Promise<{ items: AuditEntrySummary[]; next: number | null }>;
  get(sequence: number): Promise<AuditEntry>;
  head(): Promise<AuditHead>;
  /** The lines of the file, read while they are sent. That it was exported is written before the first of them. */
  export(request: ExportRequest): Promise<AuditExport>;
  activity(
    userId: string,
    query: z.output<typeof activityQuery>,
  ): Promise<{ items: AuditEntrySummary[]; next: number | null }>;
}

export type ExportRequest = z.output<typeof auditExportRequest>;

export interface AuditExport {
  readonly fileName: string;
  readonly lines: AsyncIterable<string>;
}

export interface AuditServiceParts {
  readonly trail: TrailReader;
  readonly search: TrailSearch;
  readonly headKeeper: HeadKeeper;
  readonly signingKey: KeyObject;
  readonly publicKeys: ReadonlyMap<string, KeyObject>;
  readonly transactions: Transactions;
  readonly clock: Clock;
  /** Which installation the trail is of. */
  readonly installationId: () => Promise<string>;
}

const entriesPerRead = 500;

export function createAuditService(parts: AuditServiceParts): AuditService {
  const { search, trail, headKeeper, transactions, clock } = parts;
  return {
    async list(query) {
      const { items, next } = page(await search.list(query, query.limit + 1), query.limit);
      return { items: items.map(presentSummary), next };
    },

    async get(sequence) {
      const found = await search.find(sequence);
      if (found === null) throw new ProblemError('not-found', `There is no entry ${sequence} in the audit trail.`);
      return presentEntry(found);
    },

    async head() {
      const state = headKeeper.state();
      const head = headKeeper.headOf(await trail.end());
      const publicKey = parts.publicKeys.get(head.keyId)!.export({ type: 'spki', format: 'pem' }).toString();
      return {
        ...head,
        publicKey,
        check: {
          state: state.state,
          checkedAt: state.state === 'checking' ? null : state.checkedAt.toISOString(),
          finding: state.state === 'broken' ? state.sentence : null,
        },
      };
    },

    async export(request) {
      requireRange(request, (await trail.end()).sequence);
      await transactions.run(async () => {
        const entity = { type: 'audit', id: null };
        const after = { fromSequence: request.fromSequence, toSequence: request.toSequence };
        transactions.record({ action: 'audit.exported', entity, after });
      });
      // Read after that entry was stored: an export to the end ends with the entry that tells of it.
      const end = await trail.end();
      await headKeeper.sign();
      const exportedAt = clock.now().toISOString();
      const lines = linesOf(
        parts,
        { from: request.fromSequence, to: request.toSequence ?? end.sequence },
        end,
        exportedAt,
      );
      return { fileName: `riskoptimizer-audit-${exportedAt.slice(0, 19).replaceAll(':', '')}Z.jsonl`, lines };
    },

    async activity(userId, { before, limit }) {
      const found = await transactions.asSystem(() => search.activity(userId, before, limit + 1));
      const { items, next } = page(found, limit);
      return { items: items.map((entry) => presentActivity(entry, userId)), next };
    },
  };
}

function page(found: FoundEntry[], limit: number): { items: FoundEntry[]; next: number | null } {
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? items.at(-1)!.sequence : null };
}

function requireRange({ fromSequence, toSequence }: ExportRequest, size: number): void {
  const wrong = (field: string, message: string, value: number) => {
    const errors = [{ field, message, value: String(value) }];
    throw new ProblemError('request-invalid', `The trail has ${size} entries: ${message}.`, { errors });
  };
  if (fromSequence > size + 1) wrong('/fromSequence', `expected at most ${size + 1}`, fromSequence);
  if (toSequence === null) return;
  if (toSequence > size) wrong('/toSequence', `expected at most ${size}, or null for the end`, toSequence);
  if (toSequence < fromSequence) wrong('/toSequence', `expected at least ${fromSequence}`, toSequence);
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * Entries are never changed, so pages of them by number are one state of the trail, and no transaction is held open for a
 * client that reads slowly.
 */
async function* linesOf(
  parts: AuditServiceParts,
  range: Range,
  end: TrailEnd,
  exportedAt: string,
): AsyncGenerator<string> {
  const inContext = keepContext();
  const { signingKey: privateKey, publicKeys, headKeeper } = parts;
  const heads = (await headKeeper.heads()).filter(({ keyId }) => publicKeys.has(keyId));
  const read = (after: number, to: number) =>
    inContext(() => parts.trail.after(after, Math.min(entriesPerRead, to - after)));
  yield* writeExport({
    instance: await inContext(parts.installationId),
    exportedAt,
    range,
    connection: await connectRange(hashesOf(read, end.sequence), range, end.sequence),
    entries: textsOf(read, range),
    heads: ascending(heads),
    head: headKeeper.headOf(end),
    privateKey,
    earlierKeys: [...publicKeys.values()],
  });
}

type Read = (after: number, to: number) => ReturnType<TrailReader['after']>;

async function* hashesOf(read: Read, size: number): AsyncGenerator<string> {
  for await (const { hash } of storedOf(read, { from: 1, to: size })) yield hash;
}

async function* textsOf(read: Read, range: Range): AsyncGenerator<string> {
  for await (const { content } of storedOf(read, range)) yield content;
}

/** Ends early where entries are missing: the reader of the export is told then. */
async function* storedOf(read: Read, { from, to }: Range) {
  for (let after = from - 1; after < to; ) {
    const entries = await read(after, to);
    if (entries.length === 0) return;
    yield* entries.filter(({ sequence }) => sequence <= to);
    after = entries.at(-1)!.sequence;
  }
}

/** Of several heads of one size the first; they say the same. */
function ascending(heads: readonly SignedHead[]): SignedHead[] {
  return heads.filter((head, index) => heads[index - 1]?.treeSize !== head.treeSize);
}
