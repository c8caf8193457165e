/**
 * The engine as a stranger uses it: packed, installed into an empty project, imported from JavaScript and from TypeScript.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildEnginePackage } from '../../../infra/launch/engine-package.mjs';

const root = resolve(import.meta.dirname, '../../..');
const programme = `import { standardDeviation } from '@riskoptimizer/engine';
const deviation: number = standardDeviation([0.01, -0.02, 0.03]);
console.log(deviation);
`;

/** The whole engine, bundled, minified and compressed, must stay small enough for a web page. */
const gzipBytesMax = 60 * 1024;

describe('the published engine package', () => {
  let project: string;

  beforeAll(async () => {
    project = mkdtempSync(join(tmpdir(), 'riskoptimizer-stranger-'));
    await buildEnginePackage();
    const npm = ['--silent', '--no-audit', '--no-fund', '--offline'];
    const archive = execFileSync(
      'npm',
      ['pack', join(root, 'packages/engine/dist'), '--pack-destination', project, '--silent'],
      {
        cwd: project,
        encoding: 'utf8',
      },
    ).trim();
    writeFileSync(join(project, 'package.json'), '{ "name": "stranger", "private": true, "type": "module" }');
    execFileSync('npm', ['install', `./${archive}`, ...npm], { cwd: project });
  }, 120_000);

  afterAll(() => rmSync(project, { recursive: true, force: true }));

  it('carries code and types, and no dependency', () => {
    const manifest = JSON.parse(readFileSync(join(project, 'node_modules/@riskoptimizer/engine/package.json'), 'utf8'));
    expect(manifest.dependencies).toBeUndefined();
    expect(manifest.exports['.']).toEqual({ types: './index.d.ts', default: './index.js' });
  });

  it('is imported from JavaScript', () => {
    writeFileSync(join(project, 'programme.mjs'), programme.replace(': number', ''));
    const printed = execFileSync(process.execPath, ['programme.mjs'], { cwd: project, encoding: 'utf8' });
    expect(Number(printed)).toBeCloseTo(
      Math.sqrt(((0.01 - 0.02 / 3) ** 2 + (0.02 + 0.02 / 3) ** 2 + (0.03 - 0.02 / 3) ** 2) / 2),
      15,
    );
  });

  it('is imported from TypeScript with its types', () => {
    writeFileSync(join(project, 'programme.ts'), programme);
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const check = [
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2023',
      '--lib',
      'es2023,dom',
      '--types',
      '',
      'programme.ts',
    ];
    expect(() =>
      execFileSync(process.execPath, [tsc, ...check], { cwd: project, encoding: 'utf8', stdio: 'pipe' }),
    ).not.toThrow();
    writeFileSync(join(project, 'programme.ts'), programme.replace(': number', ': string'));
    expect(() =>
      execFileSync(process.execPath, [tsc, ...check], { cwd: project, encoding: 'utf8', stdio: 'pipe' }),
    ).toThrow();
  });

  it('stays small, and smaller when only a part is used', () => {
    const size = (source: string): number => {
      const { outputFiles } = buildSync({
        stdin: { contents: source, resolveDir: project },
        bundle: true,
        minify: true,
        format: 'esm',
        platform: 'browser',
        write: false,
      });
      return gzipSync(outputFiles[0]!.contents).length;
    };
    const whole = size(`export * from '@riskoptimizer/engine';`);
    const part = size(`export { standardDeviation } from '@riskoptimizer/engine';`);
    expect(whole).toBeLessThan(gzipBytesMax);
    expect(part).toBeLessThan(whole / 4);
  });
});
