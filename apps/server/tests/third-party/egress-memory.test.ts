/** Bodies of 2 GB, plain and packed, take no memory. In a file of its own, so that nothing else is measured. */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createEgress } from '../../src/infrastructure/third-party/egress/egress.ts';
import { startProviderServer } from './provider-server.ts';

const host = 'api.example.com';
const answerBytesMax = 4 * 1024 * 1024;
/** Of 2 GB, ten times; what was refused waits for the collector for a while. */
const growthMax = 192 * 1024 * 1024;

test('memory stays flat', async () => {
  const server = await startProviderServer([host]);
  const egress = createEgress({ allowedLoopback: server.allowedLoopback, answerBytesMax });
  const chunk = Buffer.alloc(64 * 1024, 0x20);
  const member = gzipSync(Buffer.alloc(16 * 1024 * 1024, 0x20));
  server.answerWith((request, response) => {
    const isPacked = request.url === '/packed';
    if (isPacked) response.setHeader('content-encoding', 'gzip');
    let left = isPacked ? 128 : 32 * 1024;
    const more = (): void => {
      while (left > 0 && !response.destroyed) {
        left -= 1;
        if (!response.write(isPacked ? member : chunk)) return;
      }
      response.end();
    };
    response.on('drain', more);
    more();
  });
  const ask = (path: string) =>
    expect(egress.request({ address: `https://${host}${path}` }, { hosts: [host] })).rejects.toMatchObject({
      reason: 'answer-too-large',
    });
  await ask('/plain');
  await ask('/packed');
  const before = process.memoryUsage().rss;
  let highest = before;
  const watch = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage().rss);
  }, 5);
  for (let round = 0; round < 5; round += 1) {
    await ask('/plain');
    await ask('/packed');
  }
  clearInterval(watch);
  expect(highest - before).toBeLessThan(growthMax);
  egress.close();
  await server.close();
});
