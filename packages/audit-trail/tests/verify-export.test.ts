/** What a valid export says, and which entry is named when it is not. */
import { describe, expect, it } from 'vitest';
import { exportDomain } from '../src/export-format.ts';
import {
  canonicalEntry,
  canonicalJson,
  type FirstBad,
  parseEntry,
  type VerificationOptions,
  verifyExport,
} from '../src/index.ts';
import { signJson } from '../src/signature.ts';
import { Random } from './support/random.ts';
import { exportLines, headOf, instant, makeTrail, otherKey, rechain, serverKey, toBytes } from './support/trail.ts';

const trail = makeTrail(new Random(1), 20, 0);
const heads = [5, 12].map((size) => headOf(trail.hashes, size, serverKey.privateKey, instant(size * 60 + 55)));
const withHeads = { ...trail, heads };
/** Line 1 the manifest, line 2 entry 1. */
const lines = await exportLines(trail);
/** Line 7 is the head of entry 5, line 8 entry 6, line 15 the head of entry 12. */
const headLines = await exportLines(withHeads);
const part = await exportLines(withHeads, { from: 4, to: 9 });

async function firstBad(changed: readonly string[] | Uint8Array, options?: VerificationOptions): Promise<FirstBad> {
  const result = await verifyExport([changed instanceof Uint8Array ? changed : toBytes(changed)], options);
  if (result.status === 'valid') throw new Error('nothing was found');
  return result.firstBad;
}

/** The text of an entry with a field changed. */
const changed = (text: string, change: object): string => canonicalEntry({ ...parseEntry(text), ...change });
const withLine = (all: readonly string[], number: number, change: (line: string) => string): string[] =>
  all.with(number - 1, change(all[number - 1] as string));

describe('a valid export', () => {
  it('tells what it holds', async () => {
    expect(await verifyExport([toBytes(headLines)])).toMatchObject({
      status: 'valid',
      instance: 'riskoptimizer-test',
      range: { from: 1, to: 20 },
      count: 20,
      isWhole: true,
      recordedFrom: parseEntry(trail.texts[0]!).recordedAt,
      recordedTo: parseEntry(trail.texts[19]!).recordedAt,
      rootHash: headOf(trail.hashes, 20, serverKey.privateKey, instant(0)).rootHash,
      head: { treeSize: 20 },
      headsInFile: 2,
      trust: 'file-alone',
      anchors: { given: 0, compared: 0, outside: 0, later: 0 },
    });
  });

  it('may be a part of the trail, or nothing of it', async () => {
    expect(await verifyExport([toBytes(part)])).toMatchObject({
      status: 'valid',
      range: { from: 4, to: 9 },
      count: 6,
      isWhole: false,
      headsInFile: 1,
      rootHash: headOf(trail.hashes, 9, serverKey.privateKey, instant(0)).rootHash,
    });
    const none = { status: 'valid', count: 0, recordedFrom: null, recordedTo: null };
    expect(await verifyExport([toBytes(await exportLines(trail, { from: 8, to: 7 }))])).toMatchObject(none);
    const empty = { texts: [], hashes: [], heads: [] };
    expect(await verifyExport([toBytes(await exportLines(empty))])).toMatchObject({ ...none, isWhole: true });
  });

  it('is read in pieces of any size, text or bytes', async () => {
    const bytes = toBytes(headLines);
    for (const size of [1, 7, 64, 1000]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      expect(await verifyExport(pieces)).toMatchObject({ status: 'valid', count: 20 });
    }
    expect(await verifyExport([bytes.toString()])).toMatchObject({ status: 'valid', count: 20 });
  });

  it('is trusted by its key, and by heads kept elsewhere', async () => {
    const byKey = await verifyExport([toBytes(lines)], { trustedKeys: [otherKey.publicKey, serverKey.publicKey] });
    expect(byKey).toMatchObject({ status: 'valid', trust: 'trusted-key' });
    const later = { ...headOf(trail.hashes, 20, serverKey.privateKey, instant(90_000)), treeSize: 25 };
    const byHeads = await verifyExport([toBytes(part)], { anchoredHeads: [...heads, later] });
    expect(byHeads).toMatchObject({
      status: 'valid',
      trust: 'anchored-key',
      anchors: { given: 3, compared: 1, outside: 1, later: 1 },
    });
  });

  it('may hold heads of earlier keys', async () => {
    const early = headOf(trail.hashes, 3, otherKey.privateKey, instant(200));
    const rotated = await exportLines(trail, { heads: [early, ...heads], earlierKeys: [otherKey.publicKey] });
    const options = { trustedKeys: [serverKey.publicKey], anchoredHeads: [early] };
    expect(await verifyExport([toBytes(rotated)], options)).toMatchObject({ status: 'valid', headsInFile: 3 });
  });
});

describe('which entry is named', () => {
  const line = (number: number): string => lines[number - 1] as string;
  // Entry k stands in line k + 1 of `lines`.
  it.each<[string, () => string[], Partial<FirstBad>]>([
    [
      'changed',
      () => withLine(lines, 8, (text) => changed(text, { reason: 'x' })),
      { problem: 'entry-changed', line: 8, sequence: 7 },
    ],
    [
      'changed, the first',
      () => withLine(lines, 2, (text) => changed(text, { reason: 'x' })),
      { problem: 'entry-changed', line: 2, sequence: 1 },
    ],
    [
      'changed, the last',
      () => withLine(lines, 21, (text) => changed(text, { reason: 'x' })),
      { problem: 'entry-changed', line: 21, sequence: 20 },
    ],
    [
      'changed before a head',
      () => withLine(headLines, 6, (text) => changed(text, { reason: 'x' })),
      { problem: 'entry-changed', line: 6, sequence: 5 },
    ],
    [
      'changed after a head',
      () => withLine(headLines, 8, (text) => changed(text, { reason: 'x' })),
      { problem: 'entry-changed', line: 8, sequence: 6 },
    ],
    [
      'changed, the last of a part',
      () => withLine(part, 8, (text) => changed(text, { reason: 'x' })),
      { problem: 'entry-changed', line: 8, sequence: 9 },
    ],
    [
      'with another previousHash',
      () => withLine(lines, 8, (text) => changed(text, { previousHash: 'a'.repeat(64) })),
      { problem: 'previous-hash-changed', line: 8, sequence: 7 },
    ],
    [
      'with another previousHash, the first',
      () => withLine(lines, 2, (text) => changed(text, { previousHash: 'a'.repeat(64) })),
      { problem: 'previous-hash-changed', line: 2, sequence: 1 },
    ],
    [
      'with another previousHash, the last',
      () => withLine(lines, 21, (text) => changed(text, { previousHash: 'a'.repeat(64) })),
      { problem: 'previous-hash-changed', line: 21, sequence: 20 },
    ],
    [
      'two changed',
      () =>
        withLine(
          withLine(lines, 8, (text) => changed(text, { reason: 'x' })),
          15,
          (text) => changed(text, { reason: 'y' }),
        ),
      { problem: 'entry-changed', line: 8, sequence: 7 },
    ],
    [
      'two neighbours changed',
      () =>
        withLine(
          withLine(lines, 8, (text) => changed(text, { reason: 'x' })),
          9,
          (text) => changed(text, { reason: 'y' }),
        ),
      { problem: 'entry-changed', line: 8, sequence: 7, lastSequence: 8 },
    ],
    ['deleted', () => lines.toSpliced(7, 1), { problem: 'sequence-gap', line: 8, sequence: 7 }],
    ['deleted, the first', () => lines.toSpliced(1, 1), { problem: 'sequence-gap', line: 2, sequence: 1 }],
    ['deleted, the last', () => lines.toSpliced(20, 1), { problem: 'truncated', line: 21, sequence: 20 }],
    ['deleted before a head', () => headLines.toSpliced(5, 1), { problem: 'sequence-gap', line: 6, sequence: 5 }],
    ['twice', () => lines.toSpliced(7, 0, line(8)), { problem: 'duplicate-sequence', line: 9, sequence: 7 }],
    [
      'twice, the last',
      () => lines.toSpliced(20, 0, line(21)),
      { problem: 'duplicate-sequence', line: 22, sequence: 20 },
    ],
    ['swapped', () => lines.with(7, line(13)).with(12, line(8)), { problem: 'sequence-gap', line: 8, sequence: 7 }],
    [
      'put in',
      () => lines.toSpliced(7, 0, changed(line(8), { reason: 'x' })),
      { problem: 'duplicate-sequence', line: 9, sequence: 7 },
    ],
    [
      'put in at the end',
      () => lines.toSpliced(21, 0, changed(line(21), { sequence: 21, previousHash: trail.hashes[19]! })),
      { problem: 'wrong-range', line: 22, sequence: 21, lastSequence: 21 },
    ],
    [
      'put in at the end without a link',
      () => lines.toSpliced(21, 0, changed(line(21), { sequence: 21 })),
      { problem: 'wrong-range', line: 22, sequence: 20, lastSequence: 21 },
    ],
    [
      'numbered otherwise',
      () => withLine(lines, 8, (text) => changed(text, { sequence: 99 })),
      { problem: 'wrong-range', line: 8, sequence: 99 },
    ],
    [
      'not canonical',
      () => withLine(lines, 8, (text) => text.replace('":', '": ')),
      { problem: 'not-canonical', line: 8, sequence: 7 },
    ],
    ['not JSON', () => withLine(lines, 8, (text) => text.slice(1)), { problem: 'not-json', line: 8, sequence: 7 }],
    [
      'with an unknown field',
      () => withLine(lines, 8, (text) => canonicalJson({ ...parseEntry(text), extra: 1 })),
      { problem: 'invalid-entry', line: 8, sequence: 7 },
    ],
    ['an empty line', () => lines.toSpliced(7, 0, ''), { problem: 'not-json', line: 8, sequence: 7 }],
    ['the proof missing', () => lines.slice(0, -1), { problem: 'proof-missing', line: 22, sequence: null }],
    ['the tail missing', () => lines.slice(0, 12), { problem: 'proof-missing', line: 13, sequence: 12 }],
    [
      'the tail missing before the proof',
      () => lines.toSpliced(12, 9),
      { problem: 'truncated', line: 13, sequence: 12, lastSequence: 20 },
    ],
    ['something after the proof', () => [...lines, line(3)], { problem: 'trailing-data', line: 23, sequence: null }],
    ['the manifest missing', () => lines.slice(1), { problem: 'invalid-manifest', line: 1, sequence: null }],
    ['nothing at all', () => [], { problem: 'invalid-manifest', line: 1, sequence: null }],
    [
      'a later version',
      () => withLine(lines, 1, (text) => text.replace('"version":1', '"version":2')),
      { problem: 'unsupported-version', line: 1 },
    ],
    [
      'another instance',
      () => withLine(lines, 1, (text) => text.replace('-test"', '-tesT"')),
      { problem: 'manifest-changed', line: 1, sequence: null },
    ],
    [
      'a shorter range',
      () => withLine(lines, 1, (text) => text.replace('"to":20', '"to":10')),
      { problem: 'manifest-changed', line: 1, sequence: null },
    ],
    [
      'a longer range',
      () => withLine(lines, 1, (text) => text.replace('"to":20', '"to":21')),
      { problem: 'manifest-changed', line: 1, sequence: null },
    ],
    [
      'other peaks',
      () =>
        withLine(part, 1, (text) =>
          text.replace(/"previousPeaks":\["./, (start) => `${start.slice(0, -1)}${start.endsWith('0') ? '1' : '0'}`),
        ),
      { problem: 'manifest-changed', line: 1, sequence: null },
    ],
    ['a head left out', () => headLines.toSpliced(6, 1), { problem: 'content-changed', line: 23, sequence: null }],
    [
      'a head twice',
      () => headLines.toSpliced(6, 0, headLines[6] as string),
      { problem: 'content-changed', line: 25, sequence: null },
    ],
    [
      'a head moved down',
      () => headLines.toSpliced(6, 1).toSpliced(8, 0, headLines[6] as string),
      { problem: 'head-misplaced', line: 9, sequence: 6, lastSequence: 7 },
    ],
    [
      'a head with another time',
      () =>
        withLine(headLines, 7, (text) => text.replace(/(\d)Z"/, (_, digit: string) => `${(Number(digit) + 1) % 10}Z"`)),
      { problem: 'head-signature', line: 7, sequence: 1, lastSequence: 5 },
    ],
    [
      'a head of the future',
      () => withLine(headLines, 7, () => headLines[14] as string),
      { problem: 'sequence-gap', line: 7, sequence: 6 },
    ],
  ])('%s', async (_name, make, expected) => {
    expect(await firstBad(make())).toMatchObject(expected);
  });

  it('cut off within a line, or not UTF-8', async () => {
    const bytes = toBytes(lines);
    const place = toBytes(lines.slice(0, 9)).length + 40;
    expect(await firstBad(bytes.subarray(0, place))).toMatchObject({
      problem: 'unterminated-line',
      line: 10,
      sequence: 9,
    });
    expect(await firstBad(bytes.subarray(0, -1))).toMatchObject({
      problem: 'unterminated-line',
      line: 22,
      sequence: null,
    });
    bytes[place] = 0xff;
    expect(await firstBad(bytes)).toMatchObject({ problem: 'not-utf8', line: 10, sequence: 9 });
  });

  it('is a sentence for people', async () => {
    expect((await firstBad(lines.toSpliced(7, 1))).sentence).toBe(
      'Line 8 holds entry 8 where entry 7 is expected: entry 7 is missing or out of place.',
    );
    expect((await firstBad(withLine(lines, 8, (text) => changed(text, { reason: 'x' })))).sentence).toBe(
      'Entry 7 was changed: entry 8 carries another hash for it.',
    );
  });
});

describe('a chain made anew', () => {
  /** Entry 7 was changed and everything after it chained again. */
  const forged = rechain(trail.texts.with(6, changed(trail.texts[6]!, { reason: 'forged' })), 7);

  it('is found by the signatures when the forger cannot sign', async () => {
    const entries = [lines[0]!, ...forged.texts];
    expect(await firstBad([...entries, lines.at(-1)!])).toMatchObject({
      problem: 'root-mismatch',
      line: 2,
      sequence: 1,
      lastSequence: 20,
    });
    const proof = JSON.parse(lines.at(-1)!) as Record<string, unknown>;
    const remade = await exportLines({ ...forged, heads: [] }, { key: otherKey.privateKey });
    const theirs = JSON.parse(remade.at(-1)!) as { head: Record<string, unknown> };
    const head = { ...theirs.head, keyId: (proof.head as { keyId: string }).keyId };
    expect(await firstBad([...entries, canonicalJson({ ...theirs, head })])).toMatchObject({
      problem: 'head-signature',
    });
    expect(await firstBad([...entries, canonicalJson({ ...theirs, head: proof.head })])).toMatchObject({
      problem: 'proof-signature',
      line: 22,
    });
  });

  it('is narrowed down by the heads in the file', async () => {
    const entries = headLines.map((text, index) => {
      const kind = (JSON.parse(text) as { sequence?: number }).sequence;
      return kind === undefined || index === 0 ? text : (forged.texts[kind - 1] as string);
    });
    expect(await firstBad(entries)).toMatchObject({ problem: 'root-mismatch', line: 8, sequence: 6, lastSequence: 12 });
  });

  it('signed with a key of his own passes for the file alone, and is found by a trusted key or by heads kept elsewhere', async () => {
    const remade = await exportLines({ ...forged, heads: [] }, { key: otherKey.privateKey });
    expect(await verifyExport([toBytes(remade)])).toMatchObject({ status: 'valid', trust: 'file-alone' });
    expect(await firstBad(remade, { trustedKeys: [serverKey.publicKey] })).toMatchObject({
      problem: 'unknown-key',
      line: 22,
    });
    expect(await firstBad(remade, { anchoredHeads: heads })).toMatchObject({
      problem: 'anchored-head-mismatch',
      sequence: 6,
      lastSequence: 12,
    });
    // All heads kept elsewhere are of entries before the change; the key gives it away.
    expect(await firstBad(remade, { anchoredHeads: heads.slice(0, 1) })).toMatchObject({
      problem: 'unknown-key',
      sequence: 6,
      lastSequence: 20,
    });
  });

  it('signed with the stolen key of the server is found by the heads kept elsewhere', async () => {
    const remade = await exportLines({ ...forged, heads: [] });
    expect(await verifyExport([toBytes(remade)], { trustedKeys: [serverKey.publicKey] })).toMatchObject({
      status: 'valid',
    });
    expect(await firstBad(remade, { trustedKeys: [serverKey.publicKey], anchoredHeads: heads })).toMatchObject({
      problem: 'anchored-head-mismatch',
      sequence: 6,
      lastSequence: 12,
    });
  });

  it('whose tail was cut off before it was exported is found by heads kept elsewhere', async () => {
    const short = await exportLines({ texts: trail.texts.slice(0, 10), hashes: trail.hashes.slice(0, 10), heads: [] });
    expect(
      await firstBad(short, { anchoredHeads: [headOf(trail.hashes, 12, serverKey.privateKey, instant(800))] }),
    ).toMatchObject({
      problem: 'rolled-back',
      sequence: 11,
      lastSequence: 12,
    });
  });

  it.each<[string, object, Partial<FirstBad>]>([
    ['manifestHash', { manifestHash: 'a'.repeat(64) }, { problem: 'manifest-changed', line: 1 }],
    ['contentHash', { contentHash: 'a'.repeat(64) }, { problem: 'content-changed', line: 22 }],
    ['lastHash', { lastHash: 'a'.repeat(64) }, { problem: 'invalid-proof', line: 22 }],
    ['count', { count: 19 }, { problem: 'wrong-range', sequence: 20 }],
    ['count', { count: 21 }, { problem: 'truncated', sequence: 21 }],
    ['consistency', { consistency: ['a'.repeat(64)] }, { problem: 'root-mismatch', sequence: 1, lastSequence: 20 }],
  ])('and a proof whose %s is not right, though it is signed, is refused', async (_field, change, expected) => {
    const { signature: _, ...proof } = JSON.parse(lines.at(-1)!) as Record<string, unknown>;
    const wrong = { ...proof, ...change };
    const signature = signJson(serverKey.privateKey, exportDomain, wrong);
    expect(await firstBad([...lines.slice(0, -1), canonicalJson({ ...wrong, signature })])).toMatchObject(expected);
  });

  it('heads kept elsewhere are held against their own signature', async () => {
    const spoilt = [{ ...heads[0]!, rootHash: 'a'.repeat(64) }];
    expect(await firstBad(lines, { anchoredHeads: spoilt })).toMatchObject({ problem: 'anchored-head-signature' });
  });
});
