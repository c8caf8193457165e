/** The trail as its tests read it: every stored entry, checked against its text, its chain and the head. */
import {
  type AuditEntry,
  firstPreviousHash,
  leafHash,
  merkleRoot,
  parseEntry,
  rootOfPeaks,
} from '@riskoptimizer/audit-trail';
import type { Pool } from 'pg';
import { expect } from 'vitest';

interface Row {
  sequence: string;
  content: string;
  hash: string;
}

export async function readTrail(owner: Pool): Promise<AuditEntry[]> {
  const { rows } = await owner.query<Row>('select sequence, content, hash from audit_entries order by sequence');
  return rows.map(({ content }) => parseEntry(content));
}

/** Entries from 1 without gaps, each hash that of its text and of the next one's chain, and the head that of all of them. */
export async function expectSoundTrail(owner: Pool): Promise<AuditEntry[]> {
  const { rows } = await owner.query<Row>('select sequence, content, hash from audit_entries order by sequence');
  const entries = rows.map(({ content }) => parseEntry(content));
  let previous = firstPreviousHash;
  rows.forEach((row, index) => {
    expect(Number(row.sequence)).toBe(index + 1);
    expect(entries[index]!.sequence).toBe(index + 1);
    expect(entries[index]!.previousHash).toBe(previous);
    expect(leafHash(row.content)).toBe(row.hash);
    previous = row.hash;
  });
  const head = await owner.query<{ sequence: string; hash: string; peaks: string[] }>('select * from audit_head');
  expect(head.rows).toHaveLength(1);
  expect(Number(head.rows[0]!.sequence)).toBe(rows.length);
  expect(head.rows[0]!.hash).toBe(previous);
  expect(rootOfPeaks(head.rows[0]!.peaks)).toBe(merkleRoot(rows.map(({ hash }) => hash)));
  return entries;
}
