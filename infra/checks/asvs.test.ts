/** docs/assurance/asvs.md has every requirement of level 2 once, each with something that exists, and counts right. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { heldOnPurpose, levelsOfSections } from './asvs-levels.ts';

const root = resolve(import.meta.dirname, '../..');
const page = join(root, 'docs/assurance/asvs.md');
const markdown = readFileSync(page, 'utf8');

const levels = new Map<string, string>(
  Object.entries(levelsOfSections).flatMap(([section, digits]) =>
    [...digits].map((level, index) => [`${section}.${index + 1}`, level] as const),
  ),
);

interface Row {
  readonly id: string;
  readonly claim: string;
  readonly evidence: string;
  readonly kind: 'test' | 'document' | 'not applicable' | 'open';
}

const rows: readonly Row[] = markdown
  .split('\n')
  .map((line) => /^\| (\d+\.\d+\.\d+) \| (.+?) \| (.+) \|$/.exec(line))
  .filter((match) => match !== null)
  .map(([, id = '', claim = '', evidence = '']) => ({ id, claim, evidence, kind: kindOf(evidence) }));

describe('the rows of docs/assurance/asvs.md', () => {
  it('the list of requirements is whole: 70 of level 1, 183 of level 2, 92 of level 3', () => {
    const count = (level: string) => [...levels.values()].filter((one) => one === level).length;
    expect([count('1'), count('2'), count('3')]).toEqual([70, 183, 92]);
  });

  it('are the requirements of levels 1 and 2 and those held on purpose, each once, in their order', () => {
    const expected = [...levels].filter(([id, level]) => level !== '3' || heldOnPurpose.includes(id)).map(([id]) => id);
    expect(rows.map(({ id }) => id)).toEqual(expected);
    expect(heldOnPurpose.filter((id) => levels.get(id) !== '3')).toEqual([]);
  });

  it('are tables: no line looks like a row and is none', () => {
    const lines = markdown.split('\n').filter((line) => /^\|\s*\d/.test(line));
    expect(lines).toHaveLength(rows.length);
  });

  it('say in at most 20 words what must hold', () => {
    expect(rows.filter(({ claim }) => claim.split(/\s+/).length > 20).map(({ id }) => id)).toEqual([]);
  });

  it.each(rows)('$id rests on something that exists', ({ evidence, kind }) => {
    if (kind === 'not applicable' || kind === 'open') {
      expect(evidence.length, 'a reason').toBeGreaterThan(25);
      if (kind === 'open') expect(evidence, 'what is planned').toMatch(/planned/);
      return;
    }
    for (const part of evidence.split(/; (?=\[)/)) {
      const match = /^\[[^\]]+\]\(([^)#]+)(?:#([^)]+))?\)(?: `([^`]+)`)?$/.exec(part);
      expect(match, `${part}: expected [file](path) \`text of the test\`, or [document](path#anchor)`).not.toBeNull();
      const [, path = '', anchor, text] = match!;
      const file = resolve(dirname(page), path);
      expect(existsSync(file), `${path} exists`).toBe(true);
      if (path.endsWith('.md')) expect(anchorsOf(file), path).toContain(anchor ?? '');
      else expect(namesATest(file, text ?? ''), `${path} has a test with the text "${text ?? ''}"`).toBe(true);
    }
  });
});

describe('the figures', () => {
  it('are those of the rows', () => {
    const count = (kind: Row['kind']) => rows.filter((row) => row.kind === kind && levels.get(row.id) !== '3').length;
    const figures =
      `**ASVS 5.0 L2: ${count('test')} of 253 met by an automatic test, ${count('document')} by document, ` +
      `${count('not applicable')} not applicable, ${count('open')} open.**`;
    expect(markdown).toContain(figures);
  });
});

/** A row that names a test as well as a document counts as shown by the test. */
function kindOf(evidence: string): Row['kind'] {
  if (evidence.startsWith('not applicable: ')) return 'not applicable';
  if (evidence.startsWith('open: ')) return 'open';
  return /\.test\.tsx?\)/.test(evidence) ? 'test' : 'document';
}

/** As GitHub makes them of headings; '' is the document itself. */
function anchorsOf(file: string): string[] {
  const headings = [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, text = '']) => text);
  const anchor = (text: string) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
      .replaceAll(/\s/g, '-');
  return ['', ...headings.map(anchor)];
}

/** The text stands in a file of tests that has tests; long enough to be found again. */
function namesATest(file: string, text: string): boolean {
  const source = readFileSync(file, 'utf8');
  return text.length > 3 && /\b(?:it|test)(?:\.\w+)*\(/.test(source) && source.includes(text);
}
