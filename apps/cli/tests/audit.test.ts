/** audit verify: a file, perhaps a key and heads, and no server. */
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import {
  type AuditEntry,
  appendLeaf,
  canonicalEntry,
  connectRange,
  exportPublicKey,
  firstPreviousHash,
  leafHash,
  rootOfPeaks,
  type SignedHead,
  signHead,
  writeExport,
} from '@riskoptimizer/audit-trail';
import { beforeAll, describe, expect, it } from 'vitest';
import { failJson, repositoryRoot, runCli, runJson, writeInput } from './support/run-cli.ts';

const key = generateKeyPairSync('ed25519');
const otherKey = generateKeyPairSync('ed25519');
const pem = (keys: { publicKey: typeof key.publicKey }): string =>
  keys.publicKey.export({ format: 'pem', type: 'spki' }).toString();

function entryOf(sequence: number, previousHash: string, after: AuditEntry['after']): AuditEntry {
  return {
    sequence,
    recordedAt: new Date(Date.UTC(2026, 10, 22, 8, 0, sequence)).toISOString(),
    actor: { kind: 'user', id: 'u-1' },
    sessionId: 's-1',
    address: '127.0.0.1',
    action: 'portfolio.updated',
    entity: { type: 'portfolio', id: 'p-1' },
    ownerId: 'u-1',
    before: null,
    after,
    requestId: `r-${sequence}`,
    result: 'success',
    reason: null,
    previousHash,
  };
}

/** A trail of entries with a text of this length, and heads after some of them. */
function makeTrail(size: number, keys = key, textLength = 10, headsAt: readonly number[] = [5]) {
  const texts: string[] = [];
  const hashes: string[] = [];
  const heads: SignedHead[] = [];
  let peaks: string[] = [];
  for (let sequence = 1; sequence <= size; sequence++) {
    const after = { name: 'ä'.repeat(textLength), value: String(sequence) };
    const text = canonicalEntry(entryOf(sequence, hashes.at(-1) ?? firstPreviousHash, after));
    const hash = leafHash(text);
    peaks = appendLeaf(peaks, sequence - 1, hash);
    texts.push(text);
    hashes.push(hash);
    if (headsAt.includes(sequence) || sequence === size) {
      const signedAt = new Date(Date.UTC(2026, 10, 22, 9, 0, sequence)).toISOString();
      heads.push(
        signHead(keys.privateKey, { treeSize: sequence, rootHash: rootOfPeaks(peaks), headHash: hash, signedAt }),
      );
    }
  }
  return { texts, hashes, heads, keys };
}

type Trail = ReturnType<typeof makeTrail>;

async function linesOf({ texts, hashes, heads, keys }: Trail, from = 1, to = texts.length): Promise<string[]> {
  const range = { from, to };
  const lines: string[] = [];
  for await (const line of writeExport({
    instance: 'a desk',
    exportedAt: '2026-11-22T10:00:00.000Z',
    range,
    connection: await connectRange(hashes, range, texts.length),
    entries: texts.slice(from - 1, to),
    heads,
    head: heads.at(-1) as SignedHead,
    privateKey: keys.privateKey,
  })) {
    lines.push(line);
  }
  return lines;
}

let trail: Trail;
let lines: string[];
beforeAll(async () => {
  trail = makeTrail(12);
  lines = await linesOf(trail);
  writeInput('export.jsonl', lines.join(''));
  writeInput('part.jsonl', (await linesOf(trail, 6, 9)).join(''));
  writeInput('heads.jsonl', trail.heads.map((head) => `${JSON.stringify(head)}\n`).join(''));
  writeInput('key.pem', pem(key));
  writeInput('other-key.pem', pem(otherKey));
  writeInput('forged.jsonl', (await linesOf(makeTrail(12, otherKey, 11))).join(''));
});

describe('a valid export', () => {
  it('is told with what it holds and on what the verdict rests', async () => {
    const answer = await runJson(['audit', 'verify', 'export.jsonl', '--key', 'key.pem', '--heads', 'heads.jsonl']);
    expect(answer).toEqual({
      status: 'valid',
      instance: 'a desk',
      exportedAt: '2026-11-22T10:00:00.000Z',
      range: { from: 1, to: 12 },
      count: 12,
      isWhole: true,
      recordedFrom: '2026-11-22T08:00:01.000Z',
      recordedTo: '2026-11-22T08:00:12.000Z',
      rootHash: trail.heads[1]?.rootHash,
      head: trail.heads[1],
      headsInFile: 2,
      trust: 'trusted-key',
      anchors: { given: 2, compared: 2, outside: 0, later: 0 },
      warnings: [],
    });
  });

  it('is told to people', async () => {
    const trust = ['--key', 'key.pem', '--heads', 'heads.jsonl'];
    const { status, stdout, stderr } = await runCli(['audit', 'verify', 'part.jsonl', ...trust]);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.split('\n')[0]).toBe(
      'Valid: all 4 entries are unchanged, signed with the key you gave and in agreement with 1 head kept elsewhere.',
    );
    expect(stdout).toMatch(/^entries +6 to 9, of 12 in the whole trail$/m);
    expect(stdout).toMatch(/^recorded +2026-11-22T08:00:06\.000Z to 2026-11-22T08:00:09\.000Z$/m);
    expect(stdout).toMatch(/^root hash +[0-9a-f]{64}$/m);
    expect(stdout).toMatch(new RegExp(`^key +${trail.heads[0]?.keyId}$`, 'm'));
    expect(stdout).toMatch(
      /^heads kept elsewhere +2 given: 1 compared, 1 outside of the range, 0 later than the export$/m,
    );
  });

  it('warns when nothing from elsewhere was given, and when no head could be compared', async () => {
    const { status, stdout, stderr } = await runCli(['audit', 'verify', 'forged.jsonl']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Consistent in itself: .* who that was is not known\.$/m);
    expect(stderr).toMatch(/^Note: neither --heads nor --key was given, so a file that somebody made anew/);
    expect((await runJson(['audit', 'verify', 'export.jsonl'])).warnings).toHaveLength(1);

    writeInput('early.jsonl', JSON.stringify(trail.heads[0]));
    writeInput('late.jsonl', (await linesOf(trail, 8, 9)).join(''));
    const early = await runJson(['audit', 'verify', 'late.jsonl', '--heads', 'early.jsonl']);
    expect(early.warnings).toEqual([
      'none of the heads kept elsewhere is of an entry in this file, so none could be compared.',
    ]);
  });
});

describe('an export that is not valid', () => {
  it('is refused with file, line and entry', async () => {
    writeInput('deleted.jsonl', lines.toSpliced(3, 1).join(''));
    expect(await failJson(['audit', 'verify', 'deleted.jsonl'])).toEqual({
      code: 'sequence-gap',
      message: 'Line 4 holds entry 4 where entry 3 is expected: entry 3 is missing or out of place.',
      file: 'deleted.jsonl',
      line: 4,
      column: null,
      field: null,
      remedy: expect.stringContaining('Do not rely on this file'),
      sequence: 3,
      lastSequence: 3,
    });
    const { status, stdout, stderr } = await runCli(['audit', 'verify', 'deleted.jsonl']);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^riskoptimizer: deleted\.jsonl: Line 4 holds entry 4 where entry 3 is expected/);
  });

  it('is refused when somebody made it anew, by the key and by the heads', async () => {
    expect(await failJson(['audit', 'verify', 'forged.jsonl', '--key', 'key.pem'])).toMatchObject({
      code: 'unknown-key',
      sequence: 1,
      lastSequence: 12,
    });
    expect(await failJson(['audit', 'verify', 'forged.jsonl', '--heads', 'heads.jsonl'])).toMatchObject({
      code: 'anchored-head-mismatch',
      line: 2,
      sequence: 1,
      lastSequence: 5,
    });
    const bothKeys = writeInput('both.pem', pem(key) + pem(otherKey));
    expect(await runJson(['audit', 'verify', 'forged.jsonl', '--key', bothKeys])).toMatchObject({ status: 'valid' });
  });
});

describe('files that are not what they should be', () => {
  it.each<[string, string[], string, object]>([
    ['a missing export', ['nowhere.jsonl'], 'file-not-found', { file: 'nowhere.jsonl' }],
    ['a folder', ['.'], 'file-not-readable', { file: '.' }],
    ['an export that is none', ['key.pem'], 'invalid-manifest', { file: 'key.pem', line: 1, sequence: null }],
    ['missing heads', ['export.jsonl', '--heads', 'x.jsonl'], 'file-not-found', { file: 'x.jsonl' }],
    ['heads that are none', ['export.jsonl', '--heads', 'key.pem'], 'invalid-json', { file: 'key.pem', line: 1 }],
    [
      'an export as heads',
      ['export.jsonl', '--heads', 'export.jsonl'],
      'invalid-field',
      { file: 'export.jsonl', line: 1 },
    ],
    ['no heads', ['export.jsonl', '--heads', 'empty'], 'missing-field', { file: 'empty' }],
    ['no key', ['export.jsonl', '--key', 'heads.jsonl'], 'invalid-key', { file: 'heads.jsonl' }],
    ['a private key', ['export.jsonl', '--key', 'private.pem'], 'invalid-key', { file: 'private.pem' }],
    ['a key of another kind', ['export.jsonl', '--key', 'rsa.pem'], 'invalid-key', { file: 'rsa.pem' }],
    ['a spoilt key', ['export.jsonl', '--key', 'spoilt.pem'], 'invalid-key', { file: 'spoilt.pem' }],
  ])('%s', async (_name, parameters, code, place) => {
    writeInput('empty', '\n');
    writeInput('private.pem', key.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
    writeInput('rsa.pem', pem(generateKeyPairSync('rsa', { modulusLength: 2048 })));
    writeInput(
      'spoilt.pem',
      `-----BEGIN PUBLIC KEY-----\n${exportPublicKey(key.publicKey).slice(4)}\n-----END PUBLIC KEY-----\n`,
    );
    expect(await failJson(['audit', 'verify', ...parameters])).toMatchObject({ code, ...place });
  });
});

describe('standard input', () => {
  /** Verifies what comes in through a pipe; tells the most memory that the process ever had, in megabytes. */
  async function verifyStream(pieces: AsyncIterable<string> | Iterable<string>) {
    const reportMemory = 'process.on("exit",()=>process.stderr.write("maxRSS="+process.resourceUsage().maxRSS))';
    const launcher = join(repositoryRoot, 'apps/cli/bin/riskoptimizer.mjs');
    const child = spawn(process.execPath, [launcher, 'audit', 'verify', '-', '--json'], {
      env: { ...process.env, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(reportMemory)}` },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
    const closed = once(child, 'close');
    let bytes = 0;
    for await (const piece of pieces) {
      bytes += Buffer.byteLength(piece);
      if (!child.stdin.write(piece)) await once(child.stdin, 'drain');
    }
    child.stdin.end();
    await closed;
    const megabytes = Number(/maxRSS=(\d+)/.exec(stderr)?.[1]) / 1024;
    return { answer: JSON.parse(stdout) as { status: string; count: number }, megabytes, bytes };
  }

  it('is read as a stream: memory does not grow with the file', async () => {
    const small = await verifyStream(lines);
    const large = await verifyStream(await linesOf(makeTrail(12_000, key, 4_000, [100, 5_000])));
    expect([small.answer.count, large.answer.count]).toEqual([12, 12_000]);
    expect(large.bytes).toBeGreaterThan(95e6);
    expect(large.megabytes - small.megabytes).toBeLessThan(75);
  });
});
