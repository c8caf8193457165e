/** The methods by which sales are set against what was bought, in words. */
import type { CostBasisMethod } from '@riskoptimizer/contracts';

export const costBasisMethods = ['fifo', 'lifo', 'average', 'specific'] as const satisfies readonly CostBasisMethod[];
export const costBasisDefaults = { costBasis: 'fifo' } as const;

export const costBasisNames: Readonly<Record<CostBasisMethod, string>> = {
  fifo: 'first in, first out',
  lifo: 'last in, first out',
  average: 'average cost',
  specific: 'the lots that sales name',
};

export function parseCostBasis(search: URLSearchParams): CostBasisMethod {
  const written = search.get('costBasis');
  return costBasisMethods.find((method) => method === written) ?? costBasisDefaults.costBasis;
}
