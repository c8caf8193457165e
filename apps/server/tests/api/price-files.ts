/** Price files for the tests, and ways to send them. */
import { ReadableStream } from 'node:stream/web';
import type { PriceImport } from '@riskoptimizer/contracts';
import type { Answer, TestApplication } from './test-application.ts';

export const importPath = '/api/v1/price-imports';

/** Sends a file as browsers do. */
export async function upload<Body = PriceImport>(
  application: TestApplication,
  content: string | Uint8Array,
  fileName = 'prices.csv',
): Promise<Answer<Body>> {
  const form = new FormData();
  form.append('file', new Blob([content as BlobPart], { type: 'text/csv' }), fileName);
  return application.ask<Body>('POST', importPath, { body: form });
}

/** Deterministic prices of some assets on weekdays from a Monday on: every call gives the same file. */
export function priceFile(
  assets: readonly string[],
  rowCount: number,
  options: { from?: string; factor?: number } = {},
): string {
  const lines = [`date,${assets.join(',')}`];
  const day = new Date(`${options.from ?? '2024-01-01'}T00:00:00Z`);
  for (let row = 0; row < rowCount; row += 1) {
    while (day.getUTCDay() === 0 || day.getUTCDay() === 6) day.setUTCDate(day.getUTCDate() + 1);
    const prices = assets.map((_, asset) =>
      ((options.factor ?? 1) * (100 + asset * 10 + 5 * Math.sin(row * (asset + 1.3)) + row / 50)).toFixed(4),
    );
    lines.push(`${day.toISOString().slice(0, 10)},${prices.join(',')}`);
    day.setUTCDate(day.getUTCDate() + 1);
  }
  return `${lines.join('\n')}\n`;
}

/**
 * A good file of a given size that is made while it is sent, so that the sender needs no memory for it either: 500 assets,
 * one row a day from 1801 on.
 */
export function endlessCsv(byteCount: number): ReadableStream<Uint8Array> {
  const assets = Array.from({ length: 500 }, (_, asset) => `A${asset}`);
  const prices = assets.map((_, asset) => (100 + asset / 4).toFixed(2)).join(',');
  const encoder = new TextEncoder();
  let day = Date.UTC(1801, 0, 1);
  let sent = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      let text = sent === 0 ? `date,${assets.join(',')}\n` : '';
      for (let row = 0; row < 20; row += 1) {
        text += `${new Date(day).toISOString().slice(0, 10)},${prices}\n`;
        day += 86_400_000;
      }
      const piece = encoder.encode(text);
      controller.enqueue(piece);
      sent += piece.byteLength;
      if (sent >= byteCount) controller.close();
    },
  });
}
