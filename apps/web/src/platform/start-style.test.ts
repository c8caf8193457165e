import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { colorTokens } from '@riskoptimizer/charts';
import { expect, it } from 'vitest';

it('paints the first frame in the surface colours of the tokens', () => {
  const style = readFileSync(join(import.meta.dirname, '../../public/start.css'), 'utf8');
  const surfaces = [...style.matchAll(/background: (#\w+)/g)].map((match) => match[1]);
  expect(surfaces.map((color) => (color === '#fff' ? '#ffffff' : color))).toEqual([
    colorTokens.light.surface,
    colorTokens.dark.surface,
  ]);
});
