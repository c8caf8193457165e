import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type AuditEntry, canonicalEntry, firstPreviousHash, hashEntry, parseEntry } from './entry.ts';

const entry: AuditEntry = {
  sequence: 1,
  recordedAt: '2026-11-22T17:50:00.000Z',
  actor: { kind: 'user', id: 'u-1' },
  sessionId: 's-1',
  address: '127.0.0.1',
  action: 'portfolio.created',
  entity: { type: 'portfolio', id: 'p-1' },
  ownerId: 'u-1',
  before: null,
  after: { name: 'Größe', weights: { B: 0.4, A: 0.6 } },
  requestId: 'r-1',
  result: 'success',
  reason: null,
  previousHash: firstPreviousHash,
};

const text =
  '{"action":"portfolio.created","actor":{"id":"u-1","kind":"user"},"address":"127.0.0.1",' +
  '"after":{"name":"Größe","weights":{"A":0.6,"B":0.4}},"before":null,"entity":{"id":"p-1","type":"portfolio"},' +
  `"ownerId":"u-1","previousHash":"${'0'.repeat(64)}","reason":null,"recordedAt":"2026-11-22T17:50:00.000Z",` +
  '"requestId":"r-1","result":"success","sequence":1,"sessionId":"s-1"}';

describe('an entry', () => {
  it('has one text, and its hash is SHA-256 of a zero byte and that text in UTF-8', () => {
    expect(canonicalEntry(entry)).toBe(text);
    expect(hashEntry(entry)).toBe(
      createHash('sha256')
        .update(Buffer.from(`\0${text}`))
        .digest('hex'),
    );
    expect(parseEntry(text)).toEqual(entry);
  });

  it('hashes differently when any field differs', () => {
    const changes: Partial<AuditEntry>[] = [
      { sequence: 2 },
      { recordedAt: '2026-11-22T17:50:00.001Z' },
      { actor: { kind: 'api-key', id: 'u-1' } },
      { sessionId: null },
      { address: '127.0.0.2' },
      { action: 'portfolio.updated' },
      { entity: { type: 'portfolio', id: null } },
      { ownerId: null },
      { before: 0 },
      { after: null },
      { requestId: 'r-2' },
      { result: 'failed' },
      { reason: 'x' },
      { previousHash: 'a'.repeat(64) },
    ];
    expect(changes.flatMap(Object.keys).sort()).toEqual(Object.keys(entry).sort());
    const hashes = changes.map((change) => hashEntry({ ...entry, ...change }));
    expect(new Set([hashEntry(entry), ...hashes]).size).toBe(changes.length + 1);
  });

  it.each<[string, object]>([
    ['the field sequence must be a whole number from 1', { sequence: 0 }],
    ['the field sequence must be', { sequence: '1' }],
    ['the field recordedAt must be a UTC time', { recordedAt: '2026-11-22T17:50:00Z' }],
    ['the field recordedAt must be a UTC time', { recordedAt: '2026-02-30T00:00:00.000Z' }],
    ['the field actor must be', { actor: { kind: 'root', id: null } }],
    ['the field actor must be', { actor: { kind: 'user' } }],
    ['the field actor must be', { actor: { kind: 'user', id: null, name: 'x' } }],
    ['the field action must be text', { action: '' }],
    ['the field entity must be', { entity: { type: 'x', id: 3 } }],
    ['the field before must be JSON', { before: undefined }],
    ['the field result must be', { result: 'ok' }],
    ['the field previousHash must be 64 hexadecimal digits', { previousHash: 'A'.repeat(64) }],
    ['there is no field "extra"', { extra: 1 }],
    ['the value at /after/price is NaN', { after: { price: Number.NaN } }],
  ])('is refused when it is malformed: %s', (sentence, change) => {
    expect(() => canonicalEntry({ ...entry, ...change } as AuditEntry)).toThrow(sentence);
  });

  it('is refused when a field is missing', () => {
    const { reason: _, ...short } = entry;
    expect(() => canonicalEntry(short as AuditEntry)).toThrow('the field reason is missing');
  });
});
