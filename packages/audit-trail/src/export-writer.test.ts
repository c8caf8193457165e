import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { firstPreviousHash } from './entry.ts';
import { type ExportParts, writeExport } from './export-writer.ts';
import { emptyRoot } from './merkle-tree.ts';
import { keyIdOf } from './signature.ts';
import { signHead } from './signed-head.ts';

const key = generateKeyPairSync('ed25519');
const signedAt = '2026-11-22T17:50:00.000Z';
const head = (treeSize: number, privateKey = key.privateKey) =>
  signHead(privateKey, {
    treeSize,
    rootHash: treeSize === 0 ? emptyRoot : 'a'.repeat(64),
    headHash: treeSize === 0 ? firstPreviousHash : 'b'.repeat(64),
    signedAt,
  });

function parts(change: Partial<ExportParts> = {}): ExportParts {
  return {
    instance: 'here',
    exportedAt: signedAt,
    range: { from: 3, to: 4 },
    connection: { previousHash: 'c'.repeat(64), previousPeaks: ['d'.repeat(64)], consistency: [] },
    entries: ['{"entry":3}', '{"entry":4}'],
    heads: [0, 2, 3, 3, 4, 5].map((size) => head(size)),
    head: head(9),
    privateKey: key.privateKey,
    ...change,
  };
}

async function linesOf(from: ExportParts): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of writeExport(from)) lines.push(line);
  return lines;
}

describe('writeExport', () => {
  it('writes the entries as they stand, and each head after the entry that it was signed at', async () => {
    const lines = await linesOf(parts());
    expect(lines.every((line) => line.endsWith('\n') && line.indexOf('\n') === line.length - 1)).toBe(true);
    const said = lines.map(
      (line) => JSON.parse(line) as { entry?: number; head?: { treeSize: number }; kind?: string },
    );
    expect(said.map(({ entry, head: signed, kind }) => entry ?? `${kind} ${signed?.treeSize}`)).toEqual([
      'undefined undefined',
      'head 2',
      3,
      'head 3',
      'head 3',
      4,
      'head 4',
      'proof 9',
    ]);
  });

  it('takes entries and heads as streams', async () => {
    async function* stream<T>(items: Iterable<T>): AsyncGenerator<T> {
      yield* items;
    }
    const given = parts();
    const streamed = { ...given, entries: stream(given.entries as string[]), heads: stream(given.heads as never[]) };
    expect(await linesOf(streamed)).toEqual(await linesOf(given));
  });

  it('names each key once', async () => {
    const earlier = generateKeyPairSync('ed25519').publicKey;
    const [first] = await linesOf(parts({ earlierKeys: [earlier, key.publicKey, earlier] }));
    const { publicKeys } = JSON.parse(first!) as { publicKeys: { keyId: string }[] };
    expect(publicKeys.map(({ keyId }) => keyId)).toEqual([keyIdOf(key.publicKey), keyIdOf(earlier)]);
  });

  it('refuses a head of another key, and parts that do not fit', async () => {
    const other = head(9, generateKeyPairSync('ed25519').privateKey);
    await expect(linesOf(parts({ head: other }))).rejects.toThrow('must be signed with the key that signs the export');
    await expect(linesOf(parts({ range: { from: 4, to: 4 } }))).rejects.toThrow(
      'previousPeaks of the manifest must be the 2',
    );
    await expect(linesOf(parts({ range: { from: 3, to: 1 } }))).rejects.toThrow('range of the manifest must be');
    await expect(linesOf(parts({ exportedAt: 'today' }))).rejects.toThrow('exportedAt of the manifest must be');
  });
});
