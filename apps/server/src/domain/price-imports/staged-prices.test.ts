import { matrixFromRows } from '@riskoptimizer/engine';
import { expect, test } from 'vitest';
import { packPrices, unpackPrices } from './staged-prices.ts';

test('prices come back bit for bit, missing ones missing', async () => {
  const table = {
    dates: ['2024-01-02', '2024-01-03'],
    assets: ['Überseé "Ä"', 'B'],
    prices: matrixFromRows([
      [0.1 + 0.2, Number.NaN],
      [1e-15, 1e15],
    ]),
  };
  expect(await unpackPrices(await packPrices(table))).toEqual(table);
});
