/** What somebody may do to an export, and where it is first bad. */
import type { KeyObject } from 'node:crypto';
import {
  type AuditEntry,
  canonicalEntry,
  canonicalJson,
  type FirstBad,
  parseEntry,
  type SignedHead,
  type VerificationOptions,
} from '../../src/index.ts';
import type { Random } from './random.ts';
import {
  exportLines,
  headOf,
  instant,
  otherKey,
  randomEntry,
  rechain,
  serverKey,
  type Trail,
  toBytes,
} from './trail.ts';

export interface Sample {
  readonly trail: Trail;
  readonly lines: readonly string[];
  /** Lines (counted from 0) of entries. */
  readonly entryLines: readonly number[];
}

export interface Mutation {
  readonly bytes: Uint8Array;
  readonly options?: VerificationOptions;
  /** Whether the first bad thing is named rightly. */
  readonly isNamed: (bad: FirstBad) => boolean;
  readonly description: string;
}

type Mutate = (sample: Sample, random: Random) => Mutation | Promise<Mutation>;

const exactly =
  (sequence: number) =>
  (bad: FirstBad): boolean =>
    bad.sequence === sequence && bad.lastSequence === sequence;
const startingWith =
  (sequence: number) =>
  (bad: FirstBad): boolean =>
    bad.sequence === sequence;
const within =
  (sequence: number) =>
  (bad: FirstBad): boolean =>
    bad.sequence !== null && bad.lastSequence !== null && bad.sequence <= sequence && sequence <= bad.lastSequence;

function textOf({ lines }: Sample, line: number): string {
  return lines[line] as string;
}

function sequenceOf(sample: Sample, line: number): number {
  return parseEntry(textOf(sample, line)).sequence;
}

/** Another entry with the same number; `previousHash` is kept unless it is the field that is changed. */
function changeField(random: Random, entry: AuditEntry): AuditEntry {
  const other = randomEntry(random, entry.sequence, entry.previousHash);
  const names = Object.keys(entry).filter((name) => name !== 'sequence') as (keyof AuditEntry)[];
  const name = random.of(names);
  const value = name === 'previousHash' ? entry.previousHash.split('').reverse().join('') : other[name];
  const changed = { ...entry, [name]: value };
  return canonicalJson(changed) === canonicalJson(entry) ? { ...entry, reason: `${entry.reason} ` } : changed;
}

const flip: Mutate = ({ lines }, random) => {
  const bytes = toBytes(lines);
  const place = random.between(0, bytes.length - 1);
  const line = bytes.subarray(0, place).toString('latin1').split('\n').length;
  bytes[place] = (bytes[place] as number) ^ (1 << random.between(0, 7));
  return { bytes, isNamed: (bad) => bad.line === line, description: `byte ${place} in line ${line}` };
};

const change: Mutate = (sample, random) => {
  const line = random.of(sample.entryLines);
  const entry = parseEntry(textOf(sample, line));
  const bytes = toBytes(sample.lines.with(line, canonicalEntry(changeField(random, entry))));
  return { bytes, isNamed: exactly(entry.sequence), description: `entry ${entry.sequence}` };
};

const remove: Mutate = (sample, random) => {
  const line = random.of(sample.entryLines);
  const sequence = sequenceOf(sample, line);
  const left = sample.lines.toSpliced(line, 1);
  if (random.chance(0.5)) {
    return { bytes: toBytes(left), isNamed: startingWith(sequence), description: `entry ${sequence}` };
  }
  // The entries after it move up, and keep what they say.
  const renumbered = left.map((text, index) => (index >= line ? shift(text, -1) : text));
  return {
    bytes: toBytes(renumbered),
    isNamed: startingWithOr(sequence, sequence - 1),
    description: `entry ${sequence}, those after it renumbered`,
  };
};

/** Where the last of two entries that do not link cannot be told from the first. */
const startingWithOr =
  (sequence: number, before: number) =>
  (bad: FirstBad): boolean =>
    bad.sequence === sequence || (bad.sequence === before && bad.lastSequence === sequence);

function shift(text: string, by: number): string {
  const value = JSON.parse(text) as { sequence?: number };
  return value.sequence === undefined ? text : canonicalJson({ ...value, sequence: value.sequence + by });
}

const insert: Mutate = (sample, random) => {
  const line = random.of(sample.entryLines);
  const entry = parseEntry(textOf(sample, line));
  const forged = canonicalEntry({ ...changeField(random, entry), previousHash: entry.previousHash });
  const isRenumbered = random.chance(0.5);
  const after = sample.lines.slice(line).map((text) => (isRenumbered ? shift(text, 1) : text));
  return {
    bytes: toBytes([...sample.lines.slice(0, line), forged, ...after]),
    isNamed: startingWith(entry.sequence),
    description: `before entry ${entry.sequence}${isRenumbered ? ', those after it renumbered' : ''}`,
  };
};

const swap: Mutate = (sample, random) => {
  const first = random.between(0, sample.entryLines.length - 2);
  const second = random.between(first + 1, sample.entryLines.length - 1);
  const [one, other] = [sample.entryLines[first] as number, sample.entryLines[second] as number];
  const lines = sample.lines.with(one, textOf(sample, other)).with(other, textOf(sample, one));
  const sequence = sequenceOf(sample, one);
  return {
    bytes: toBytes(lines),
    isNamed: exactly(sequence),
    description: `${sequence} and ${sequenceOf(sample, other)}`,
  };
};

const truncate: Mutate = async (sample, random) => {
  const place = random.between(0, sample.entryLines.length - 1);
  const line = sample.entryLines[place] as number;
  const sequence = sequenceOf(sample, line);
  const head = sample.lines.slice(0, line);
  const proof = sample.lines.at(-1) as string;
  const style = random.between(0, 4);
  const isNamed = startingWith(sequence);
  const description = `style ${style}, from entry ${sequence} on`;
  if (style === 0) return { bytes: toBytes(head), isNamed, description };
  if (style === 1) return { bytes: toBytes([...head, proof]), isNamed, description };
  if (style === 2) {
    const cut = random.between(1, Buffer.byteLength(textOf(sample, line)));
    const bytes = toBytes(sample.lines.slice(0, line + 1));
    return { bytes: bytes.subarray(0, bytes.length - cut), isNamed, description };
  }
  if (style === 3) {
    // The manifest and the proof are made to fit, but cannot be signed.
    const manifest = JSON.parse(textOf(sample, 0)) as { range: { from: number } };
    const fitted = canonicalJson({ ...manifest, range: { from: manifest.range.from, to: sequence - 1 } });
    const count = canonicalJson({ ...(JSON.parse(proof) as object), count: sequence - manifest.range.from });
    return { bytes: toBytes([fitted, ...head.slice(1), count]), isNamed: () => true, description };
  }
  // Cut off in the database, before a server that knows nothing exports what is left: only heads kept elsewhere tell.
  const left = {
    ...sample.trail,
    texts: sample.trail.texts.slice(0, sequence - 1),
    hashes: sample.trail.hashes.slice(0, sequence - 1),
  };
  const size = sample.trail.texts.length;
  const anchoredHeads = [headOf(sample.trail.hashes, size, serverKey.privateKey, instant(0))];
  const options = { anchoredHeads, trustedKeys: [serverKey.publicKey] };
  return { bytes: toBytes(await exportLines(left, { heads: [] })), options, isNamed, description };
};

/** Changes an entry, and makes everything after it anew: the chain, the tree, the heads and the proof. */
const rehash: Mutate = async ({ trail, lines }, random) => {
  const place = random.between(0, trail.texts.length - 1);
  const entry = parseEntry(trail.texts[place] as string);
  const forged = rechain(
    trail.texts.with(place, canonicalEntry({ ...entry, reason: `forged ${random.next()}` })),
    place + 1,
  );
  const sign = (key: KeyObject, heads: readonly SignedHead[]) =>
    exportLines(
      { ...forged, heads: [] },
      { key, heads: heads.map((head) => headOf(forged.hashes, head.treeSize, key, head.signedAt)) },
    );
  const style = random.between(0, 4);
  const description = `style ${style}, from entry ${place + 1} on`;
  const isNamed = within(place + 1);
  if (style === 0) {
    // The old signatures are kept under the new hashes.
    const whole = await exportLines({ ...forged, heads: [] });
    const remade = JSON.parse(whole.at(-1) as string) as { head: SignedHead };
    const old = JSON.parse(lines.at(-1) as string) as { signature: string; head: SignedHead };
    const head = { ...remade.head, signature: old.head.signature };
    const proof = canonicalJson({ ...remade, head, signature: old.signature });
    return { bytes: toBytes([...whole.slice(0, -1), proof]), isNamed, description };
  }
  if (style === 1) {
    // The old proof is kept as it was.
    const whole = await exportLines({ ...forged, heads: [] });
    return {
      bytes: toBytes([...whole.slice(0, -1), lines.at(-1) as string]),
      isNamed: (bad) => bad.line === 1 || isNamed(bad),
      description,
    };
  }
  const bytes = toBytes(await sign(style === 4 ? serverKey.privateKey : otherKey.privateKey, trail.heads));
  if (style === 2) return { bytes, options: { trustedKeys: [serverKey.publicKey] }, isNamed, description };
  const atEnd = headOf(trail.hashes, trail.hashes.length, serverKey.privateKey, instant(0));
  // With style 3 the heads kept elsewhere may all be of entries before the change; the key then gives it away.
  const anchoredHeads = style === 3 && trail.heads.length > 0 ? trail.heads : [...trail.heads, atEnd];
  return { bytes, options: { anchoredHeads }, isNamed, description };
};

const duplicate: Mutate = (sample, random) => {
  const line = random.of(sample.entryLines);
  const place = random.between(line + 1, sample.lines.length - 1);
  const sequence = sequenceOf(sample, line);
  const lines = sample.lines.toSpliced(place, 0, textOf(sample, line));
  return {
    bytes: toBytes(lines),
    isNamed: exactly(sequence),
    description: `entry ${sequence} again in line ${place + 1}`,
  };
};

/** Leaves numbers out: everything from an entry on is numbered higher and, or not, chained anew. */
const gap: Mutate = (sample, random) => {
  const line = random.of(sample.entryLines);
  const sequence = sequenceOf(sample, line);
  const by = random.between(1, 3);
  const lines = sample.lines.map((text, index) => (index >= line ? shift(text, by) : text));
  // The last ones lie beyond the range then, and are named by the number that they carry.
  return {
    bytes: toBytes(lines),
    isNamed: (bad) => bad.line === line + 1 && (bad.sequence === sequence || bad.sequence === sequence + by),
    description: `${by} before entry ${sequence}`,
  };
};

export const mutations: Readonly<Record<string, Mutate>> = {
  'flip a bit': flip,
  'change a field': change,
  delete: remove,
  insert,
  swap,
  'truncate the tail': truncate,
  'replace by a re-hashed chain': rehash,
  duplicate,
  gap,
};
