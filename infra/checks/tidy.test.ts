/**
 * Keeps the house tidy: short files, no cupboard folders, no leftover marks, a sign at every door, a quiet root.
 *
 * The limits are the upper ends of what the code bases we admire keep to.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const sourceLinesMax = 400;
/** Tables of cases make tests longer than sources. */
const testLinesMax = 600;
const packageReadmeLinesMax = 40;
const rootEntriesMax = 26;

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(root, file)));
const sources = tracked.filter((file) => /\.(ts|tsx|mjs|cjs)$/.test(file));
const prose = tracked.filter((file) => file.endsWith('.md'));

const read = (file: string): string => readFileSync(join(root, file), 'utf8');

describe('tidy', () => {
  it(`no source is longer than ${sourceLinesMax} lines, no test longer than ${testLinesMax}`, () => {
    const limit = (file: string): number => (/\.test\.tsx?$|\/tests\//.test(file) ? testLinesMax : sourceLinesMax);
    // A table that is made of a document is as long as the document.
    const written = sources.filter((file) => file !== 'packages/contracts/src/authorization-table.ts');
    expect(written.filter((file) => read(file).split('\n').length > limit(file))).toEqual([]);
  });

  it('no folder or file is a cupboard', () => {
    const cupboards = tracked.filter((file) =>
      /(^|\/)(utils?|common|helpers?|misc|lib|stuff)(\/|\.[a-z]+$)/.test(file),
    );
    expect(cupboards).toEqual([]);
  });

  it('no leftover marks stand in the sources', () => {
    // Written in pieces, or this very file would be found.
    const mark = new RegExp(
      `\\b(${[
        ['TO', 'DO'],
        ['FIX', 'ME'],
        ['X', 'XX'],
        ['HA', 'CK'],
      ]
        .map((parts) => parts.join(''))
        .join('|')})\\b`,
    );
    expect(sources.filter((file) => mark.test(read(file)))).toEqual([]);
  });

  it('no test is left focused or switched off', () => {
    const switched = /\b(it|test|describe)\.(only|todo|skip)\(/;
    expect(
      sources.filter(
        (file) => file.includes('.test.') && file !== 'infra/checks/tidy.test.ts' && switched.test(read(file)),
      ),
    ).toEqual([]);
  });

  it('every package and app has a sign at its door', () => {
    const workspaces = ['packages', 'apps'].flatMap((parent) =>
      readdirSync(join(root, parent)).map((name) => `${parent}/${name}`),
    );
    for (const workspace of workspaces) {
      expect(existsSync(join(root, workspace, 'README.md')), `${workspace}/README.md`).toBe(true);
      expect(read(`${workspace}/README.md`).split('\n').length, `${workspace}/README.md`).toBeLessThanOrEqual(
        packageReadmeLinesMax,
      );
    }
  });

  it('the root is quiet', () => {
    const entries = new Set(tracked.map((file) => file.split('/')[0]));
    expect(entries.size).toBeLessThanOrEqual(rootEntriesMax);
  });

  it('price files of vendors stay out', () => {
    const large = tracked.filter((file) => /\.(csv|csv\.gz|parquet)$/.test(file) && read(file).length > 100_000);
    expect(large).toEqual([]);
  });

  it.each(prose)('links of %s lead somewhere', (file) => {
    const links = [...read(file).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!);
    const local = links.filter((link) => !/^(https?:|mailto:|#)/.test(link)).map((link) => link.split('#')[0]!);
    const broken = local.filter((link) => !existsSync(resolve(root, dirname(file), decodeURI(link))));
    expect(broken).toEqual([]);
  });

  it('decisions are numbered without a hole', () => {
    const numbers = tracked
      .filter((file) => file.startsWith('docs/decisions/') && file.endsWith('.md'))
      .map((file) => Number(basename(file).slice(0, 4)))
      .sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });
});
