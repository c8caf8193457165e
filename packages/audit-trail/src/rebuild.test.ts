import { describe, expect, it } from 'vitest';
import type { Json } from './canonical-json.ts';
import { type AuditEntry, firstPreviousHash } from './entry.ts';
import { rebuildVersions } from './rebuild.ts';

const actor = { kind: 'user', id: 'u-1' } as const;

/** Entries in the order given, about portfolio p-1 unless said otherwise. */
function entriesOf(...changes: (Partial<AuditEntry> & { before: Json | null; after: Json | null })[]): AuditEntry[] {
  return changes.map((change, index) => ({
    sequence: index + 1,
    recordedAt: `2026-11-22T17:50:0${index}.000Z`,
    actor,
    sessionId: null,
    address: null,
    action: 'portfolio.updated',
    entity: { type: 'portfolio', id: 'p-1' },
    ownerId: 'u-1',
    requestId: null,
    result: 'success',
    reason: null,
    previousHash: firstPreviousHash,
    ...change,
  }));
}

const one = { name: 'One', weights: { A: 1 } };
const two = { name: 'Two', weights: { A: 0.5, B: 0.5 } };

describe('rebuildVersions', () => {
  it('gives every version of every entity of the type, deletions included', () => {
    const other = { type: 'portfolio', id: 'p-2' };
    const entries = entriesOf(
      { before: null, after: one },
      { before: null, after: two, entity: other },
      { before: one, after: two },
      { before: null, after: one, entity: { type: 'user', id: 'p-1' } },
      { before: two, after: null },
      { before: null, after: one },
    );
    const at = (index: number) => ({ recordedAt: entries[index]!.recordedAt, actor, sequence: index + 1 });
    expect(rebuildVersions(entries, 'portfolio')).toEqual(
      new Map([
        [
          'p-1',
          [
            { version: 1, content: one, ...at(0) },
            { version: 2, content: two, ...at(2) },
            { version: 3, content: null, ...at(4) },
            { version: 4, content: one, ...at(5) },
          ],
        ],
        ['p-2', [{ version: 1, content: two, ...at(1) }]],
      ]),
    );
    expect([...rebuildVersions(entries, 'user').keys()]).toEqual(['p-1']);
  });

  it('makes no version of what changed nothing: refusals, failures, reading', () => {
    const entries = entriesOf(
      { before: null, after: one },
      { before: one, after: two, result: 'refused' },
      { before: one, after: two, result: 'failed' },
      { before: null, after: null, action: 'portfolio.exported' },
      { before: null, after: two, entity: { type: 'portfolio', id: null } },
    );
    expect(rebuildVersions(entries, 'portfolio').get('p-1')).toHaveLength(1);
  });

  it('may begin in the middle', () => {
    expect(rebuildVersions(entriesOf({ before: one, after: two }), 'portfolio').get('p-1')).toMatchObject([
      { version: 1, content: two },
    ]);
  });

  it('compares what was before with what is known, however its names are ordered', () => {
    const reordered = { weights: { A: 1 }, name: 'One' };
    expect(
      rebuildVersions(entriesOf({ before: null, after: one }, { before: reordered, after: two }), 'portfolio').size,
    ).toBe(1);
  });

  it('refuses a history with a hole, and entries out of order', () => {
    const hole = entriesOf({ before: null, after: one }, { before: two, after: one });
    expect(() => rebuildVersions(hole, 'portfolio')).toThrow(
      'portfolio p-1 was another before entry 2 than after entry 1: a change has no entry',
    );
    const reversed = entriesOf({ before: null, after: one }, { before: one, after: two }).reverse();
    expect(() => rebuildVersions(reversed, 'portfolio')).toThrow('entry 1 follows entry 2');
  });
});
