/** Reads the reference numbers and price files that stand outside the repository. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sharedFolder } from '../../../infra/launch/test-parts.ts';
import { matrixFromRows, type PriceTable } from '../src/index.ts';

export interface ReferenceNumber {
  readonly id: string;
  readonly dataset: { readonly inline?: Record<string, unknown> };
  readonly params: Record<string, unknown>;
  readonly expected: unknown;
  readonly tolerance: { readonly abs?: number; readonly rel?: number };
}

function sharedFile(...path: string[]): Buffer {
  if (sharedFolder === undefined) throw new Error('The shared folder is missing; skip this test with partOrSkip.');
  return readFileSync(join(sharedFolder, ...path));
}

/** The reference number of that id. */
export function referenceNumber(id: string): ReferenceNumber {
  const all = JSON.parse(sharedFile('oracles', 'oracles.json').toString()) as ReferenceNumber[];
  const found = all.find((entry) => entry.id === id);
  if (found === undefined) throw new Error(`No reference number "${id}".`);
  return found;
}

/** A wide price file, plain or gzip: first column the date, empty = missing. */
export function readPrices(name: string): PriceTable {
  const bytes = sharedFile('data', name);
  const lines = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString().trim().split('\n');
  const rows = lines.slice(1).map((line) => line.split(','));
  return {
    dates: rows.map((row) => row[0]),
    assets: lines[0].trim().split(',').slice(1),
    prices: matrixFromRows(
      rows.map((row) => row.slice(1).map((cell) => (cell.trim() === '' ? Number.NaN : Number(cell)))),
    ),
  };
}

/** How far a number is from the published one, as a share of what its tolerance allows: at most 1 is a pass. */
export function errorInTolerances(computed: number, expected: number, tolerance: ReferenceNumber['tolerance']): number {
  const allowed = tolerance.abs ?? (tolerance.rel ?? 0) * Math.abs(expected);
  return Math.abs(computed - expected) / allowed;
}
