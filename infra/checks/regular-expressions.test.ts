/** No pattern of what is delivered takes longer than its text is long: recheck looks for texts that would make it. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkSync } from 'recheck';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const files = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', 'apps/*/src/*', 'packages/*/src/*'],
  { cwd: root, encoding: 'utf8' },
)
  .split('\n')
  .filter((file) => /\.(ts|tsx)$/.test(file) && !/\.test\.tsx?$/.test(file) && existsSync(join(root, file)));

interface Pattern {
  readonly source: string;
  readonly flags: string;
  readonly places: string[];
}

/** Literals as they are written, each pattern once. */
const patterns = new Map<string, Pattern>();
for (const file of files) {
  for (const { source, flags } of literalsOf(withoutComments(readFileSync(join(root, file), 'utf8')))) {
    const known = patterns.get(`/${source}/${flags}`) ?? { source, flags, places: [] };
    known.places.push(file);
    patterns.set(`/${source}/${flags}`, known);
  }
}

/** Patterns whose time grows with a power of the length (never exponentially), and what keeps the length small. */
const readsShortTexts: Readonly<Record<string, string>> = {
  '/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g': 'a file that the caller of the command line names',
  '/^[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d+)?$/i': 'an option of the command line',
  '/[^\\p{L}]*$/u': 'a password: 256 characters, refused before when longer',
  '/^([^\\p{L}]*)(.*?)([^\\p{L}]*)$/su': 'a password: 256 characters, refused before when longer',
  '/\\B(?=(\\d{3})+$)/g': 'the digits of a number',
  '/=+$/': 'a secret of the operator',
  '/lock file "postmaster\\.pid" already exists|lock file .* is empty/': 'a line of the log of PostgreSQL',
  '/^[^\\s,;:<>()"]+@[^\\s,;:<>()"]+$/': 'an e-mail address: 254 characters',
  '/^-+|-+$/g': 'the name of a portfolio: 120 characters',
  '/0+$/': 'a decimal number of a cell',
  '/"[^"]*"|\\[[^\\]]*\\]|\\\\./g': 'the format of a cell: 255 characters',
};

describe('regular expressions', () => {
  it('are found, and one that is dangerous is told from one that is not', () => {
    expect(literalsOf("const a = /^x+$/u; const b = 4 / 2 / 1; text.replace(/a\\/[/]b/g, '')")).toEqual([
      { source: '^x+$', flags: 'u' },
      { source: 'a\\/[/]b', flags: 'g' },
    ]);
    expect(checkSync('^(a+)+$', '').status).toBe('vulnerable');
    expect(patterns.size).toBeGreaterThan(60);
  });

  it('every pattern is safe, or reads short texts only', { timeout: 600_000 }, () => {
    const unsafe = [...patterns].flatMap(([literal, { source, flags, places }]) => {
      const found = checkSync(source, flags, { timeout: 5_000 });
      if (found.status === 'safe') return [];
      const growth = found.status === 'vulnerable' ? found.complexity.type : 'unknown';
      const isShort = growth !== 'exponential' && literal in readsShortTexts;
      return isShort ? [] : [{ literal, growth, places }];
    });
    expect(unsafe).toEqual([]);
    // An exception that is no longer used would let the next pattern through.
    expect(Object.keys(readsShortTexts).filter((literal) => !patterns.has(literal))).toEqual([]);
  });
});

/** A slash begins a pattern where a value may begin; what does not compile was a division. */
function literalsOf(code: string): { source: string; flags: string }[] {
  const literal =
    /(?<=[(,=:[!&|?{;>]\s*|\breturn\s|=>\s*)\/((?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([dgimsuvy]*)/g;
  return [...code.matchAll(literal)]
    .map(([, source = '', flags = '']) => ({ source, flags }))
    .filter(({ source, flags }) => {
      try {
        return new RegExp(source, flags) instanceof RegExp;
      } catch {
        return false;
      }
    });
}

/** Comments hold slashes that begin nothing. */
function withoutComments(code: string): string {
  return code.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|[^:'"`\\])\/\/.*$/gm, '$1');
}
