/** What the audit page looks for, as its address: every search can be bookmarked and passed on. */
import type { AuditQuery } from '@riskoptimizer/contracts';

export interface AuditFilters {
  readonly action?: string | undefined;
  readonly actorId?: string | undefined;
  readonly entityType?: string | undefined;
  readonly entityId?: string | undefined;
  readonly result?: AuditQuery['result'];
  /** Dates in UTC, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export const auditResults = ['success', 'refused', 'failed'] as const;
export const filterNames = ['action', 'actorId', 'entityType', 'entityId', 'result', 'from', 'to'] as const;

const identifier = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const isoDate = /^\d{4}-\d{2}-\d{2}$/;

/** What cannot be read is as if it were not there. */
export function parseFilters(search: URLSearchParams): AuditFilters {
  const text = (name: string, lengthMax: number) => search.get(name)?.slice(0, lengthMax) || undefined;
  return {
    action: text('action', 80),
    actorId: matching(search.get('actorId'), identifier),
    entityType: text('entityType', 40),
    entityId: text('entityId', 80),
    result: auditResults.find((result) => result === search.get('result')),
    from: realDate(search.get('from')),
    to: realDate(search.get('to')),
  };
}

/** A sequence number of the address: where the page begins, or the entry that is open. */
export function parseSequence(written: string | null): number | undefined {
  return written !== null && /^[1-9]\d{0,14}$/.test(written) ? Number(written) : undefined;
}

/** What the server is asked: the last day counts to its last millisecond. */
export function queryOf({ from, to, ...filters }: AuditFilters, before: number | undefined): Partial<AuditQuery> {
  const query: Record<string, string | number | undefined> = {
    ...filters,
    from: from && `${from}T00:00:00.000Z`,
    to: to && `${to}T23:59:59.999Z`,
    before,
  };
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
}

export function isFiltered(filters: AuditFilters): boolean {
  return Object.values(filters).some((value) => value !== undefined);
}

function matching(written: string | null, pattern: RegExp): string | undefined {
  return written !== null && pattern.test(written) ? written : undefined;
}

function realDate(written: string | null): string | undefined {
  const date = matching(written, isoDate);
  if (date === undefined) return undefined;
  const time = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date ? undefined : date;
}
