/** What is exported over HTTP is verified without the server; what somebody changes in the file or in the database is found. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  type AuditEntry,
  appendLeaf,
  canonicalEntry,
  firstPreviousHash,
  importPublicKey,
  leafHash,
  parseCanonicalJson,
  parseEntry,
  requireHead,
  rootOfPeaks,
  type SignedHead,
  signHead,
  verifyExport,
  verifyHead,
  writeExport,
} from '@riskoptimizer/audit-trail';
import type { AuditHead } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asServer } from '../../src/core/request-context.ts';
import { createAppendEvents } from '../../src/infrastructure/database/repositories/audit-repository.ts';
import { createTransactions } from '../../src/infrastructure/database/transactions.ts';
import { createPortfolio, type Desk, importAssets, type Member, openDesk } from './desk.ts';
import { readTrail } from './read-trail.ts';

let folder: string;
let desk: Desk;
let officer: Member;

const headsFile = () => join(folder, 'heads.jsonl');
const keptHeads = async (): Promise<SignedHead[]> =>
  (await readFile(headsFile(), 'utf8'))
    .split('\n')
    .slice(0, -1)
    .map((line) => requireHead(parseCanonicalJson(line)));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'riskoptimizer-export-'));
  desk = await openDesk({ environment: { RISKOPTIMIZER_AUDIT_HEADS: headsFile() } });
  officer = await desk.member('compliance');
  const ada = await desk.member('advisor');
  const [assetId] = await importAssets(ada, ['ONE', 'TWO']);
  for (const name of ['Alpha', 'Beta', 'Gamma']) {
    const { id } = await createPortfolio(ada, name, [{ assetId: assetId!, quantity: '12.5' }]);
    if (name === 'Beta') await ada.ask('DELETE', `/portfolios/${id}`, { headers: { 'if-match': '*' } });
  }
});
afterAll(async () => {
  await desk.close();
  await rm(folder, { recursive: true });
});

async function exportTrail(json: object = {}): Promise<string> {
  const { status, text, headers } = await officer.ask('POST', '/audit/exports', { json });
  expect(status, text).toBe(200);
  expect(headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
  expect(headers.get('content-disposition')).toMatch(
    /^attachment; filename="riskoptimizer-audit-\d{4}-\d\d-\d\dT\d{6}Z\.jsonl"$/,
  );
  return text;
}

describe('a clean export', () => {
  test('is valid by the key that the server shows, and by the heads that it kept; it ends with the entry about itself', async () => {
    const text = await exportTrail();
    const { body: head } = await officer.ask<AuditHead>('GET', '/audit/head');
    expect(head.check).toMatchObject({ state: 'sound', finding: null });
    const { publicKey, check: _, ...signed } = head;
    expect(verifyHead(importPublicKey(publicKey), signed)).toBe(true);
    const result = await verifyExport([text], {
      trustedKeys: [importPublicKey(publicKey)],
      anchoredHeads: await keptHeads(),
    });
    expect(result).toMatchObject({ status: 'valid', isWhole: true, trust: 'trusted-key' });
    expect(result.status === 'valid' && result.headsInFile).toBeGreaterThan(0);
    expect(result.status === 'valid' && result.anchors.compared).toBe((await keptHeads()).length);
    const trail = await readTrail(desk.application.owner.pool);
    expect(result).toMatchObject({ count: trail.length, head: { treeSize: trail.length } });
    const entries = text.split('\n').filter((line) => line.startsWith('{"action"'));
    expect(entries.map(parseEntry)).toEqual(trail);
    expect(trail.at(-1)).toMatchObject({
      actor: { id: officer.userId },
      action: 'audit.exported',
      after: { fromSequence: 1, toSequence: null },
    });
  });

  test.each([
    [5, 9],
    [1, 1],
    [7, null],
    [4, 8],
  ])('of the entries %s to %s is valid and connected with the whole', async (fromSequence, toSequence) => {
    const result = await verifyExport([await exportTrail({ fromSequence, toSequence })], {
      anchoredHeads: await keptHeads(),
    });
    const size = (await readTrail(desk.application.owner.pool)).length;
    const range = { from: fromSequence, to: toSequence ?? size };
    expect(result).toMatchObject({ status: 'valid', isWhole: false, range, head: { treeSize: size } });
  });

  test.each([
    [{ fromSequence: 100_000 }, '/fromSequence'],
    [{ fromSequence: 2, toSequence: 1 }, '/toSequence'],
    [{ toSequence: 100_000 }, '/toSequence'],
  ])('of %j is refused, and nothing is written', async (json, field) => {
    const before = (await readTrail(desk.application.owner.pool)).length;
    const { status, body } = await officer.ask('POST', '/audit/exports', { json });
    expect({ status, body }).toMatchObject({ status: 400, body: { errors: [{ field }] } });
    expect(await readTrail(desk.application.owner.pool)).toHaveLength(before);
  });

  test('is refused to others', async () => {
    for (const role of ['viewer', 'analyst', 'advisor'] as const) {
      const person = await desk.member(role);
      expect((await person.ask('POST', '/audit/exports', { json: {} })).status).toBe(403);
    }
  });
});

/** Each changes a file of lines; the places are those of entries. */
type Mutation = (lines: string[], at: number, other: number) => string[] | Promise<string[]>;

const replaced = (lines: string[], at: number, text: string) =>
  lines.map((line, index) => (index === at ? text : line));
const mutations: Readonly<Record<string, Mutation>> = {
  'a flipped bit': (lines, at, other) => {
    const bytes = Buffer.from(lines[at]!);
    const place = other % bytes.length;
    bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
    return replaced(lines, at, bytes.toString('latin1'));
  },
  'a changed field': (lines, at) =>
    replaced(lines, at, canonicalEntry({ ...parseEntry(lines[at]!), address: '203.0.113.9' })),
  'a deleted entry': (lines, at) => lines.toSpliced(at, 1),
  'an inserted entry': (lines, at, other) =>
    lines.toSpliced(at, 0, canonicalEntry({ ...parseEntry(lines[other]!), sequence: parseEntry(lines[at]!).sequence })),
  'two entries swapped': (lines, at, other) => replaced(replaced(lines, at, lines[other]!), other, lines[at]!),
  'a cut tail': (lines, at) => lines.slice(0, at),
  'a chain that was made anew': (lines, at) => rewritten(lines, at),
  'an entry twice': (lines, at) => lines.toSpliced(at, 0, lines[at]!),
  'a gap': (lines, at) =>
    lines.map((line, index) => {
      if (index < at || !line.startsWith('{"action"')) return line;
      const entry = parseEntry(line);
      return canonicalEntry({ ...entry, sequence: entry.sequence + 1 });
    }),
};

/** By somebody who has no key of the server: from an entry on everything is hashed and signed again, with his own. */
async function rewritten(lines: string[], at: number): Promise<string[]> {
  const own = generateKeyPairSync('ed25519').privateKey;
  const manifest = JSON.parse(lines[0]!) as { instance: string; exportedAt: string };
  const texts: string[] = [];
  let [previousHash, peaks]: [string, string[]] = [firstPreviousHash, []];
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith('{"action"')) continue;
    const entry: AuditEntry = { ...parseEntry(line), previousHash };
    const text = canonicalEntry(index === at ? { ...entry, address: '203.0.113.9' } : entry);
    texts.push(text);
    previousHash = leafHash(text);
    peaks = appendLeaf(peaks, texts.length - 1, previousHash);
  }
  const signed = { treeSize: texts.length, rootHash: rootOfPeaks(peaks), headHash: previousHash };
  const parts = {
    instance: manifest.instance,
    exportedAt: manifest.exportedAt,
    range: { from: 1, to: texts.length },
    connection: { previousHash: firstPreviousHash, previousPeaks: [], consistency: [] },
    entries: texts,
    heads: [],
    head: signHead(own, { ...signed, signedAt: manifest.exportedAt }),
    privateKey: own,
  };
  const out: string[] = [];
  for await (const line of writeExport(parts)) out.push(line.slice(0, -1));
  return out;
}

describe('a changed file', () => {
  test.each(Object.entries(mutations))('%s is found, wherever it is', async (_, mutate) => {
    const lines = (await exportTrail()).split('\n').slice(0, -1);
    const anchoredHeads = await keptHeads();
    const places = lines.flatMap((line, index) => (line.startsWith('{"action"') ? [index] : []));
    for (const [turn, at] of places.entries()) {
      const other = places[(turn * 7 + 3) % places.length]!;
      const changed = await mutate(lines, at, other === at ? places[(turn + 1) % places.length]! : other);
      const file = Buffer.from(`${changed.join('\n')}\n`, 'utf8');
      const result = await verifyExport([file], { anchoredHeads });
      expect(result.status, `at line ${at + 1}`).toBe('invalid');
    }
    expect((await verifyExport([`${lines.join('\n')}\n`], { anchoredHeads })).status).toBe('valid');
  });
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heldBytes(): number {
  collectGarbage();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + external + arrayBuffers;
}

describe('a long trail', () => {
  test('of 20 000 entries is exported with flat memory', async () => {
    const { database, clock } = desk.application.parts;
    const transactions = createTransactions(database.orm, createAppendEvents(clock));
    const text = 'x'.repeat(2000);
    for (let batch = 0; batch < 20; batch += 1) {
      await asServer(() =>
        transactions.run(async () => {
          for (let index = 0; index < 1000; index += 1)
            transactions.record({ action: 'thing.made', entity: { type: 'thing', id: `${index}` }, after: { text } });
        }),
      );
    }
    const response = await fetch(`${desk.application.address}/api/v1/audit/exports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${officer.token}`, 'content-type': 'application/json' },
      body: '{}',
    });
    const held: number[] = [];
    let [byteCount, next] = [0, 1e6];
    async function* watched() {
      for await (const piece of response.body!) {
        byteCount += piece.length;
        yield piece;
        if (byteCount < next) continue;
        held.push(heldBytes());
        next += 4e6;
      }
    }
    const result = await verifyExport(watched(), { anchoredHeads: await keptHeads() });
    expect(result).toMatchObject({ status: 'valid', isWhole: true });
    expect(byteCount).toBeGreaterThan(45e6);
    // Server, client and verifier are all in this process: what they hold does not grow with the file.
    expect(held.length).toBeGreaterThan(10);
    expect(Math.min(...held.slice(-4)) - Math.min(...held.slice(0, 4))).toBeLessThan(10e6);
  });
});
