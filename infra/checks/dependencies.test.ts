/**
 * What is installed is pinned, alive, licensed, and has the fixes that are known to us. Works without a network: it reads
 * package-lock.json. The people who release look at advisories besides (docs/assurance/security-decisions.md).
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly deprecated?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
}

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Locked>;
};
const installed = Object.entries(lock.packages)
  .filter(([path, { link }]) => path.includes('node_modules/') && link !== true)
  .map(([path, locked]) => ({ path, name: path.slice(path.lastIndexOf('node_modules/') + 13), ...locked }));

/** The first version without a hole that would reach us; one line for each, with its reason. */
const fixedSince: Readonly<Record<string, string>> = {
  // CVE-2025-32442, CVE-2026-25223, CVE-2026-3419, CVE-2026-33806: checks by content type were got round.
  fastify: '5.8.5',
};

/** Packages with holes in their nature; what is used instead. */
const refused: Readonly<Record<string, string>> = {
  'fast-jwt': 'jose: confused algorithms and audiences (CVE-2023-48223, CVE-2026-34950, CVE-2026-35039)',
  '@fastify/jwt': 'jose: it is fast-jwt',
  fernet: 'infrastructure/cryptography/fernet.ts: it takes tokens with bad padding',
};

const permissive =
  /^\(?(MIT|ISC|BSD-[23]-Clause|Apache-2\.0|0BSD|BlueOak-1\.0\.0|CC0-1\.0|MIT-0|Python-2\.0|WTFPL|Unlicense)\b/;
/** Not permissive, or not by a line in the lock file: what it is, and why it is right. */
const looked: Readonly<Record<string, string>> = {
  '@fontsource-variable/inter': 'a font: OFL-1.1 lets everybody use and deliver it',
};

describe('packages', () => {
  it('are found', () => expect(installed.length).toBeGreaterThan(400));

  it('every package is pinned by a checksum', () => {
    expect(
      installed.filter(({ integrity }) => integrity?.startsWith('sha512-') !== true).map(({ path }) => path),
    ).toEqual([]);
  });

  it('no package is deprecated', () => {
    expect(installed.filter(({ deprecated }) => deprecated !== undefined).map(({ path }) => path)).toEqual([]);
  });

  it('what is delivered has a licence that lets everybody use it', () => {
    const others = installed
      .filter(({ dev, license, name }) => dev !== true && !permissive.test(license ?? '') && !(name in looked))
      .map(({ name, license }) => `${name}: ${license}`);
    expect([...new Set(others)]).toEqual([]);
  });

  it.each(Object.entries(fixedSince))('%s has the fixes that are known', (name, since) => {
    const versions = installed.filter((one) => one.name === name).map(({ version = '' }) => version);
    expect(versions.length).toBeGreaterThan(0);
    for (const version of versions) expect(compare(version, since), `${name} ${version}`).toBeGreaterThanOrEqual(0);
  });

  it.each(Object.entries(refused))('%s is not there', (name) => {
    expect(installed.some((one) => one.name === name)).toBe(false);
  });

  it('versions are compared as numbers', () => {
    expect([compare('5.12.8', '5.8.5'), compare('5.8.4', '5.8.5'), compare('5.8.5', '5.8.5')]).toEqual([4, -1, 0]);
  });
});

/** The difference of the first part that differs. */
function compare(left: string, right: string): number {
  const parts = (text: string) => text.split(/[.-]/).map(Number);
  const [before, after] = [parts(left), parts(right)];
  return before.map((part, index) => part - (after[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}
