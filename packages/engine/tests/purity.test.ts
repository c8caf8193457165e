/** The engine takes numbers and gives numbers: no clock, no chance, no network, no platform, no dependency. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const engine = resolve(import.meta.dirname, '..');
const sourceFolder = join(engine, 'src');
const compiler = resolve(engine, '../../node_modules/typescript/bin/tsc');

const forbidden: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['Math.random', /\bMath\s*\.\s*random\b/],
  ['Date', /\bDate\b/],
  ['console', /\bconsole\b/],
  ['fetch', /\bfetch\b/],
  ['process', /\bprocess\s*[.[]/],
  ['timers', /\bset(Timeout|Interval|Immediate)\b/],
  ['performance.now', /\bperformance\s*\.\s*now\b/],
  ['the global object', /\b(globalThis|document|navigator)\s*[.[]/],
  ['code from text', /\b(eval|Function)\s*\(/],
  ['dynamic import or require', /\b(import|require)\s*\(/],
];

/** Source files with their code, comments taken out. */
const sources = readdirSync(sourceFolder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => ({ name, code: withoutComments(readFileSync(join(sourceFolder, name), 'utf8')) }));

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|[^:'"`])\/\/.*$/gm, '$1');
}

function violations(code: string): string[] {
  return forbidden.filter(([, pattern]) => pattern.test(code)).map(([what]) => what);
}

function importedPaths(code: string): string[] {
  return [...code.matchAll(/^\s*(?:import|export)\b[^;]*?\bfrom\s*'([^']+)'|^\s*import\s*'([^']+)'/gm)].map(
    (match) => match[1] ?? match[2],
  );
}

describe('purity of the engine', () => {
  test('its sources use no clock, chance, network, platform or console', () => {
    expect(sources.length).toBeGreaterThan(40);
    expect(sources.map(({ name, code }) => [name, violations(code)]).filter(([, found]) => found.length > 0)).toEqual(
      [],
    );
  });

  test('they import nothing outside the package', () => {
    const outside = sources.flatMap(({ name, code }) =>
      importedPaths(code).filter((path) => {
        if (!path.startsWith('.')) return true;
        const target = relative(sourceFolder, resolve(sourceFolder, dirname(name), path));
        return target.startsWith(`..${sep}`) || !path.endsWith('.ts');
      }),
    );
    expect(outside).toEqual([]);
    expect(sources.flatMap(({ code }) => importedPaths(code)).length).toBeGreaterThan(100);
  });

  test('its package has no dependency', () => {
    const manifest = JSON.parse(readFileSync(join(engine, 'package.json'), 'utf8')) as Record<string, object>;
    expect(Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })).toEqual([]);
  });

  test('the scan sees what it forbids, and not the same words in comments', () => {
    expect(violations('const x = Math.random();')).toEqual(['Math.random']);
    expect(violations('const now = new Date();')).toEqual(['Date']);
    expect(violations(withoutComments('// the console and the Date\n/* fetch */ const x = 1;'))).toEqual([]);
    expect(importedPaths("import { readFileSync } from 'node:fs';\nimport 'left-pad';")).toEqual([
      'node:fs',
      'left-pad',
    ]);
  });
});

describe('the compiler keeps the engine pure', () => {
  let folder: string;

  beforeAll(() => {
    // Inside the package, so that the engine's own settings and module resolution apply.
    folder = mkdtempSync(join(engine, '.purity-'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('its settings have no DOM and no Node types', () => {
    const shown = execFileSync(process.execPath, [compiler, '-p', engine, '--showConfig'], { encoding: 'utf8' });
    const { compilerOptions } = JSON.parse(shown) as { compilerOptions: { types: string[]; lib: string[] } };
    expect(compilerOptions.types).toEqual([]);
    expect(compilerOptions.lib.map((name) => name.toLowerCase())).toEqual(['es2023']);
  });

  test.each([
    ['document.title', /Cannot find name 'document'/],
    ['process.env', /Cannot find name 'process'/],
    ['fetch("/")', /Cannot find name 'fetch'/],
    ['console.log(1)', /Cannot find name 'console'/],
    ['setTimeout(() => {}, 1)', /Cannot find name 'setTimeout'/],
  ])('%s does not compile under them', (code, message) => {
    writeFileSync(join(folder, 'impure.ts'), `export const impure = ${code};\n`);
    const settings = {
      extends: '../tsconfig.json',
      compilerOptions: { rootDir: '.', noEmit: true, composite: false, incremental: false },
      include: ['impure.ts'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
    const { stdout, status } = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' });
    expect(stdout).toMatch(message);
    expect(status).not.toBe(0);
  });

  test('the sources themselves do', () => {
    const check = ['-p', engine, '--noEmit', '--composite', 'false', '--incremental', 'false'];
    const { stdout, status } = spawnSync(process.execPath, [compiler, ...check], { encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });
});
