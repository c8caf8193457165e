import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLogFile } from './log-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'riskoptimizer-log-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a log goes on where the last run ended, for nobody else to read', async () => {
  const path = join(folder, 'server.log');
  for (const line of ['first\n', 'second\n']) {
    const file = openLogFile(path);
    file.destination.write(line);
    await sleep(20);
    file.close();
  }
  expect(await readFile(path, 'utf8')).toBe('first\nsecond\n');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('a full file makes way; the newest lines are kept and the oldest files go', async () => {
  const path = join(folder, 'server.log');
  const file = openLogFile(path, { fileBytesMax: 100 });
  for (let number = 1; number <= 100; number += 1) {
    file.destination.write(`line ${String(number).padStart(4, '0')} ${'-'.repeat(20)}\n`);
    await sleep(2);
  }
  file.close();
  const names = (await readdir(folder)).toSorted();
  expect(names).toEqual(['server.log', 'server.log.1', 'server.log.2', 'server.log.3', 'server.log.4']);
  const texts = await Promise.all(['.4', '.3', '.2', '.1', ''].map((end) => readFile(path + end, 'utf8')));
  const numbers = [...texts.join('').matchAll(/line (\d+)/g)].map((match) => Number(match[1]));
  expect(numbers.at(-1)).toBe(100);
  expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => 101 - numbers.length + index));
  for (const text of texts) expect(text.length).toBeLessThan(300);
});

test('a place that cannot be written to is said, and nothing is thrown', async () => {
  const said: string[] = [];
  const write = process.stderr.write;
  process.stderr.write = (text: string | Uint8Array) => said.push(String(text)) > 0;
  try {
    const file = openLogFile(join(folder, 'missing', 'server.log'));
    for (let number = 0; number < 10; number += 1) file.destination.write('line\n');
    await sleep(50);
    file.close();
  } finally {
    process.stderr.write = write;
  }
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/^The log .*missing\/server\.log cannot be written: ENOENT/);
});
