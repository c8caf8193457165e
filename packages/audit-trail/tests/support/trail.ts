/** Trails as the server writes them, and exports of them. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import {
  type AuditEntry,
  appendLeaf,
  canonicalEntry,
  connectRange,
  emptyRoot,
  firstPreviousHash,
  hashEntry,
  type Json,
  parseEntry,
  rootOfPeaks,
  type SignedHead,
  signHead,
  writeExport,
} from '../../src/index.ts';
import type { Random } from './random.ts';

export const serverKey = generateKeyPairSync('ed25519');
export const otherKey = generateKeyPairSync('ed25519');

export interface Trail {
  readonly texts: readonly string[];
  readonly hashes: readonly string[];
  /** Signed while the trail grew, ascending by size. */
  readonly heads: readonly SignedHead[];
}

const started = Date.UTC(2026, 10, 22, 8);

export function instant(seconds: number): string {
  return new Date(started + seconds * 1000).toISOString();
}

/** An entry that says something, with text beyond ASCII and awkward numbers. */
export function randomEntry(random: Random, sequence: number, previousHash: string): AuditEntry {
  const portfolio = `p-${random.between(1, 4)}`;
  const content = (): Json => ({
    name: random.of(['Größe', 'Rücklage 2030', 'naïve 1/N', '日本株', 'a "quoted" name', '🚀']),
    value: random.of(['1000.00', '-0.01', '12345678901234567890.5']),
    weights: { A: random.next(), B: -random.next() * 1e-9, C: random.between(-5, 5) },
  });
  return {
    sequence,
    recordedAt: instant(sequence * 60 + random.between(0, 50)),
    actor: random.of([
      { kind: 'user', id: 'u-1' },
      { kind: 'api-key', id: 'u-2' },
      { kind: 'system', id: null },
      { kind: 'anonymous', id: null },
    ]),
    sessionId: random.chance(0.5) ? `s-${random.between(1, 9)}` : null,
    address: random.of(['127.0.0.1', '2001:db8::1', null]),
    action: random.of(['portfolio.updated', 'portfolio.created', 'session.signed-in', 'access.refused']),
    entity: { type: random.of(['portfolio', 'user']), id: portfolio },
    ownerId: random.of(['u-1', null]),
    before: random.chance(0.5) ? content() : null,
    after: random.chance(0.8) ? content() : null,
    requestId: `r-${sequence}`,
    result: random.of(['success', 'refused', 'failed']),
    reason: random.of([null, 'not-owner']),
    previousHash,
  };
}

export function headOf(hashes: readonly string[], size: number, privateKey: KeyObject, signedAt: string): SignedHead {
  let peaks: string[] = [];
  for (let count = 0; count < size; count++) peaks = appendLeaf(peaks, count, hashes[count] as string);
  const rootHash = size === 0 ? emptyRoot : rootOfPeaks(peaks);
  return signHead(privateKey, { treeSize: size, rootHash, headHash: hashes[size - 1] ?? firstPreviousHash, signedAt });
}

/** Grows a trail, signing a head now and then. */
export function makeTrail(random: Random, size: number, headChance = 0.2): Trail {
  const texts: string[] = [];
  const hashes: string[] = [];
  const heads: SignedHead[] = [];
  for (let sequence = 1; sequence <= size; sequence++) {
    const entry = randomEntry(random, sequence, hashes.at(-1) ?? firstPreviousHash);
    texts.push(canonicalEntry(entry));
    hashes.push(hashEntry(entry));
    if (random.chance(headChance)) {
      heads.push(headOf(hashes, sequence, serverKey.privateKey, instant(sequence * 60 + 55)));
    }
  }
  return { texts, hashes, heads };
}

export interface ExportChoice {
  readonly from?: number;
  readonly to?: number;
  readonly heads?: readonly SignedHead[];
  readonly key?: KeyObject;
  readonly earlierKeys?: readonly KeyObject[];
}

/** The lines of an export, without their line feeds. */
export async function exportLines(trail: Trail, choice: ExportChoice = {}): Promise<string[]> {
  const treeSize = trail.texts.length;
  const { from = 1, to = treeSize, heads = trail.heads, key = serverKey.privateKey, earlierKeys = [] } = choice;
  const exportedAt = instant(treeSize * 60 + 3600);
  const lines: string[] = [];
  const parts = {
    instance: 'riskoptimizer-test',
    exportedAt,
    range: { from, to },
    connection: await connectRange(trail.hashes, { from, to }, treeSize),
    entries: trail.texts.slice(from - 1, to),
    heads,
    head: headOf(trail.hashes, treeSize, key, exportedAt),
    privateKey: key,
    earlierKeys,
  };
  for await (const line of writeExport(parts)) lines.push(line.slice(0, -1));
  return lines;
}

export function toBytes(lines: readonly string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\n`).join(''));
}

/** Chains texts anew from a place on, as somebody with access to the database would. */
export function rechain(texts: readonly string[], from: number): { texts: string[]; hashes: string[] } {
  const result: { texts: string[]; hashes: string[] } = { texts: [], hashes: [] };
  texts.forEach((text, index) => {
    const previousHash = result.hashes.at(-1) ?? firstPreviousHash;
    const entry = index < from ? parseEntry(text) : { ...parseEntry(text), sequence: index + 1, previousHash };
    result.texts.push(canonicalEntry(entry));
    result.hashes.push(hashEntry(entry));
  });
  return result;
}
