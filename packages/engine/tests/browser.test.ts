/**
 * The engine in a real browser: bundled, run in a Web Worker of Chromium, and compared with Node bit for bit.
 *
 * Everything but two functions rests on operations that the language defines exactly (+ − × ÷ and the square root). Annual growth and geometric
 * means use the power operator, whose last bits each platform may choose; the test says so by name should Chromium and Node ever differ.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, partOrSkip } from '../../../infra/launch/test-parts.ts';
import { runProgramme, type Steps } from './browser-programme.ts';

const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

interface WorkerReport {
  readonly steps?: Steps;
  readonly isWorker?: boolean;
  readonly failure?: string;
}

function bundleWorker(): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(import.meta.dirname, 'browser-worker.ts')],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  });
  return outputFiles[0].text;
}

/** The page and its worker script, on a free port of this machine only. */
async function servePage(script: string): Promise<Server> {
  const server = createServer((request, response) => {
    const isScript = request.url === '/worker.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><title>engine</title><link rel="icon" href="data:,">');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Names of the steps of which any number differs in any bit. */
function differingSteps(left: Steps, right: Steps): string[] {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].filter((name) => {
    const [a, b] = [left[name] ?? [], right[name] ?? []];
    return a.length !== b.length || a.some((value, index) => !Object.is(value, b[index]));
  });
}

describe('comparison of steps', () => {
  test('names a step that differs in its last bit, or is missing', () => {
    const steps = { one: [1, 2], two: [0] };
    expect(differingSteps(steps, { one: [1, 2 + 2 ** -51], two: [0] })).toEqual(['one']);
    expect(differingSteps(steps, { one: [1, 2] })).toEqual(['two']);
    expect(differingSteps(steps, { ...steps })).toEqual([]);
  });
});

describe.skipIf(partOrSkip('chromium'))('the engine in Chromium', () => {
  let browser: Browser;
  let server: Server;

  beforeAll(async () => {
    server = await servePage(bundleWorker());
    browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumArguments });
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  test('computes risk and frontier in a Web Worker with the bits of Node', async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const report = await page.evaluate(
      () =>
        new Promise<WorkerReport>((resolve) => {
          const worker = new Worker('/worker.js', { type: 'module' });
          worker.addEventListener('message', (event) => resolve(event.data as WorkerReport));
          worker.addEventListener('error', (event) => resolve({ failure: event.message }));
        }),
    );
    expect(report.failure).toBeUndefined();
    expect(report.isWorker).toBe(true);
    expect(complaints).toEqual([]);
    const inNode = runProgramme();
    expect(inNode['frontier corners'].length).toBeGreaterThan(20);
    expect(differingSteps(report.steps ?? {}, inNode)).toEqual([]);
  }, 60_000);
});
