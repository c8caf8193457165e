/** Recomputes the audit trail of a database from its first entry: order, hashes, columns and head. */
import { appendLeaf, canonicalEntry, firstPreviousHash, hashEntry, parseEntry } from '@riskoptimizer/audit-trail';
import type { Pool } from 'pg';
import { expect } from 'vitest';

interface Row {
  readonly sequence: string;
  readonly action: string;
  readonly entity_id: string | null;
  readonly content: string;
  readonly hash: string;
}

export interface ChainEntry {
  readonly sequence: number;
  readonly action: string;
  readonly entityId: string | null;
  readonly after: unknown;
}

/** @returns every entry; fails the test at the first that does not follow from the one before. */
export async function readValidChain(owner: Pool): Promise<ChainEntry[]> {
  const { rows } = await owner.query<Row>(
    'select sequence, action, entity_id, content, hash from audit_entries order by sequence',
  );
  let previous = firstPreviousHash;
  let peaks: readonly string[] = [];
  const entries = rows.map((row, index) => {
    const entry = parseEntry(row.content);
    expect(entry.sequence).toBe(index + 1);
    expect(Number(row.sequence)).toBe(index + 1);
    expect(entry.previousHash).toBe(previous);
    expect(canonicalEntry(entry)).toBe(row.content);
    expect(hashEntry(entry)).toBe(row.hash);
    expect([entry.action, entry.entity.id]).toEqual([row.action, row.entity_id]);
    peaks = appendLeaf(peaks, index, row.hash);
    previous = row.hash;
    return { sequence: index + 1, action: row.action, entityId: row.entity_id, after: entry.after };
  });
  const head = await owner.query<{ sequence: string; hash: string; peaks: string[] }>(
    'select sequence, hash, peaks from audit_head',
  );
  expect(Number(head.rows[0]?.sequence)).toBe(rows.length);
  expect(head.rows[0]?.hash).toBe(previous);
  expect(head.rows[0]?.peaks).toEqual(peaks);
  return entries;
}
