/** Every example runs as a reader would run it, and prints what its page promises. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = resolve(import.meta.dirname, '../../examples');
const run = (name: string): string => execFileSync(process.execPath, [join(folder, name)], { encoding: 'utf8' });

describe('examples', () => {
  it('are all listed', () => {
    const readme = readFileSync(join(folder, 'README.md'), 'utf8');
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.ts')))
      expect(readme).toContain(`\`${name}\``);
  });

  it('risk-of-a-portfolio.ts leaves the gap out and splits the CVaR', () => {
    const printed = run('risk-of-a-portfolio.ts');
    expect(printed).toContain('5 returns from 2026-01-05 to 2026-01-14, 2 left out');
    expect(printed).toContain('GOLD has no price from 2026-01-09 to 2026-01-09');
    const shares = [...printed.matchAll(/([-\d.]+) % of the CVaR/g)].map((match) => Number(match[1]));
    expect(shares.reduce((total, share) => total + share, 0)).toBeCloseTo(100, 1);
  });

  it('efficient-frontier.ts prints the four corners of Markowitz and the conflict', () => {
    const printed = run('efficient-frontier.ts');
    expect(printed).toContain('4 corner portfolios');
    expect(printed).toContain('0.0 %  22.5 %  77.5 %');
    expect(printed).toContain('99.3 %  0.0 %  0.7 %');
    expect(printed).toContain('The upper bounds add up to 0.9, but the weights must add up to 1.');
  });
});
