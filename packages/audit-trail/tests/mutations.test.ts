/**
 * Every way to tamper with an export is found, and the entry that is named is the first bad one; no clean export is blamed.
 *
 * The seed is new with each run and printed; RISKOPTIMIZER_SEED repeats a run (but for its keys).
 */
import { describe, expect, it } from 'vitest';
import { verifyExport } from '../src/index.ts';
import { type Mutation, mutations, type Sample } from './support/mutations.ts';
import { Random } from './support/random.ts';
import { exportLines, makeTrail, serverKey } from './support/trail.ts';

const times = 1000;
const seed = Number(process.env.RISKOPTIMIZER_SEED ?? Date.now() % 2 ** 31);
console.info(`Audit mutations: RISKOPTIMIZER_SEED=${seed}`);

/** An export of a whole trail, or of a part. */
async function makeSample(random: Random, isWhole: boolean): Promise<Sample> {
  const size = random.between(3, 24);
  const trail = makeTrail(random, size);
  const from = isWhole ? 1 : random.between(1, size - 1);
  const to = isWhole ? size : random.between(from + 1, size);
  const lines = await exportLines(trail, { from, to });
  const entryLines = lines.flatMap((line, index) => (line.includes('"sequence":') ? [index] : []));
  return { trail, lines, entryLines };
}

describe('tampering', () => {
  it.each(Object.entries(mutations).map(([name, mutate], index) => ({ name, mutate, index })))(
    `is found ${times} times of ${times}: $name`,
    async ({ name, mutate, index }) => {
      const random = new Random(seed + index);
      const needsWhole = name.startsWith('truncate') || name.startsWith('replace');
      const missed: string[] = [];
      let sample = await makeSample(random, true);
      for (let count = 0; count < times; count++) {
        if (count % 20 === 0) sample = await makeSample(random, needsWhole || random.chance(0.5));
        const mutation: Mutation = await mutate(sample, random);
        const result = await verifyExport([mutation.bytes], mutation.options);
        if (result.status === 'valid') missed.push(`not found: ${mutation.description}`);
        else if (!mutation.isNamed(result.firstBad)) {
          missed.push(`${mutation.description}: ${JSON.stringify(result.firstBad)}`);
        }
      }
      expect({ missed: missed.length, of: missed.slice(0, 5) }).toEqual({ missed: 0, of: [] });
    },
    60_000,
  );

  it(`${times} clean exports raise no alarm`, async () => {
    const random = new Random(seed + 100);
    const alarms: unknown[] = [];
    for (let count = 0; count < times; count++) {
      const { lines, trail } = await makeSample(random, random.chance(0.5));
      const options = random.of([
        {},
        { trustedKeys: [serverKey.publicKey] },
        { anchoredHeads: trail.heads },
        { trustedKeys: [serverKey.publicKey], anchoredHeads: trail.heads },
      ]);
      const result = await verifyExport([lines.map((line) => `${line}\n`).join('')], options);
      if (result.status !== 'valid') alarms.push(result.firstBad);
    }
    expect(alarms).toEqual([]);
  }, 60_000);
});
