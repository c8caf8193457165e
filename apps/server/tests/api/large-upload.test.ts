import { request } from 'node:http';
import { type Problem, priceFileBytesMax } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endlessCsv, importPath, priceFile, upload } from './price-files.ts';
import { startTestApplication, type TestApplication } from './test-application.ts';

const size = 300_000_000;
/**
 * What an upload may take at any moment: the prices of the 100 MB that are read (8 bytes each, half of the text), and pieces
 * under way in sender and server, which share this process. The other 200 MB may take nothing.
 */
const memoryGrowthMax = 250_000_000;

let application: TestApplication;
beforeAll(async () => {
  application = await startTestApplication();
});
afterAll(() => application.stop());

/** Runs something and tells how far the memory of the process rose meanwhile. */
async function memoryWhile<Result>(run: () => Promise<Result>): Promise<{ result: Result; growth: number }> {
  const before = process.memoryUsage().rss;
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 20);
  try {
    return { result: await run(), growth: peak - before };
  } finally {
    clearInterval(watch);
  }
}

function wrongFromTheStart(byteCount: number): ReadableStream<Uint8Array> {
  const piece = new TextEncoder().encode('no dates here\n'.repeat(5000));
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(piece);
      sent += piece.byteLength;
      if (sent >= byteCount) controller.close();
    },
  });
}

/** A multipart body of unknown length, streamed. */
function multipart(boundary: string, file: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const encode = (text: string) => new TextEncoder().encode(text);
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="big.csv"\r\nContent-Type: text/csv\r\n\r\n`;
  const reader = file.getReader();
  let begun = false;
  return new ReadableStream({
    async pull(controller) {
      if (!begun) {
        begun = true;
        controller.enqueue(encode(head));
        return;
      }
      const { done, value } = await reader.read();
      if (!done) {
        controller.enqueue(value);
        return;
      }
      controller.enqueue(encode(`\r\n--${boundary}--\r\n`));
      controller.close();
    },
  });
}

describe('a file of 300 MB', () => {
  test.each([
    [
      'as a form',
      () => ({
        body: multipart('XX', endlessCsv(size) as ReadableStream<Uint8Array>),
        type: 'multipart/form-data; boundary=XX',
      }),
    ],
    ['as the body itself', () => ({ body: endlessCsv(size) as ReadableStream<Uint8Array>, type: 'text/csv' })],
  ])('%s is refused with the limit, memory stays flat, nothing is stored', async (_, make) => {
    const before = await application.countRows();
    const { body, type } = make();
    const { result, growth } = await memoryWhile(() =>
      application.ask<Problem>('POST', importPath, { body: body as BodyInit, headers: { 'content-type': type } }),
    );
    expect(result).toMatchObject({
      status: 413,
      body: { code: 'body-too-large', detail: expect.stringContaining('100 MB') },
    });
    expect(growth).toBeLessThan(memoryGrowthMax);
    expect(await application.countRows()).toEqual(before);
    expect(await upload(application, priceFile(['AFTER'], 3))).toMatchObject({ status: 201 });
    await application.owner.pool.query('delete from price_imports');
  });

  test('what is wrong in the first line is said although all of it is still coming', async () => {
    const body = wrongFromTheStart(size);
    const { result, growth } = await memoryWhile(() =>
      application.ask<Problem>('POST', importPath, { body: body as BodyInit, headers: { 'content-type': 'text/csv' } }),
    );
    expect(result).toMatchObject({
      status: 422,
      body: { code: 'price-file-invalid', errors: [{ line: 1, column: 1 }] },
    });
    expect(growth).toBeLessThan(100_000_000);
  });

  test('announced as too large, it is refused before a byte of it is read', async () => {
    const { hostname, port } = new URL(application.address);
    const authorization = `Bearer ${await application.demoToken()}`;
    const answer = await new Promise<{ status: number; text: string }>((resolve, reject) => {
      const headers = {
        'content-type': 'text/csv',
        'content-length': String(size),
        expect: '100-continue',
        authorization,
      };
      const sent = request({ hostname, port, method: 'POST', path: importPath, headers }, (response) => {
        let text = '';
        response.on('data', (piece) => {
          text += String(piece);
        });
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, text });
          sent.destroy();
        });
      });
      sent.on('error', reject);
      sent.flushHeaders();
    });
    expect(answer.status).toBe(413);
    expect(answer.text).toContain('body-too-large');
    expect(answer.text).toContain(`${priceFileBytesMax / 1e6} MB`);
  });
});
