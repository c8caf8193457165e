/** A portfolio of the assets of a price file: equal, by weight or by quantity, named by symbol. */
import type { PriceImportCommit, ProblemDetail } from '@riskoptimizer/contracts';
import type { PriceTable } from '@riskoptimizer/engine';
import { ProblemError } from '../../core/errors.ts';
import { sumErrors } from '../portfolios/allocation-rules.ts';
import type { Allocation } from '../portfolios/portfolio.ts';
import { Money } from '../valuation/decimal-and-number.ts';

type PortfolioRequest = NonNullable<PriceImportCommit['portfolio']>;

/** An allocation before its assets have ids. */
export interface SymbolAllocation extends Omit<Allocation, 'assetId'> {
  readonly symbol: string;
}

/** Holdings of a portfolio, as contracts limit them. */
const holdingCountMax = 2000;

/**
 * The allocations that a commit asks for.
 *
 * @throws ProblemError `request-invalid` naming unknown and repeated symbols and the sum of the weights; `data-insufficient`
 * when quantities cannot be valued because there is no date on which all of them have a price.
 */
export function importedAllocations({ allocation }: PortfolioRequest, table: PriceTable): SymbolAllocation[] {
  const allocations = listed(allocation, table.assets);
  const errors = symbolErrors(allocations, allocation.kind, table.assets);
  if (allocation.kind === 'weights') {
    const field = '/portfolio/allocation/weights';
    errors.push(
      ...sumErrors(
        allocation.weights.map(({ weight }) => weight),
        field,
      ),
    );
  }
  if (allocations.length > holdingCountMax) errors.push(tooMany(allocations.length));
  if (errors.length > 0) {
    const detail = `The portfolio cannot be made, so nothing was stored: ${errors[0]!.message}.`;
    throw new ProblemError('request-invalid', detail, { errors });
  }
  if (allocation.kind === 'quantities') requireValue(allocations, table);
  return allocations;
}

function listed(allocation: PortfolioRequest['allocation'], assets: readonly string[]): SymbolAllocation[] {
  switch (allocation.kind) {
    case 'equal':
      return assets.map((symbol) => ({ symbol, weight: 1 / assets.length, quantity: null }));
    case 'weights':
      return allocation.weights.map(({ symbol, weight }) => ({ symbol, weight, quantity: null }));
    case 'quantities':
      return allocation.quantities.map(({ symbol, quantity }) => ({ symbol, weight: null, quantity }));
  }
}

function symbolErrors(
  allocations: readonly SymbolAllocation[],
  kind: string,
  assets: readonly string[],
): ProblemDetail[] {
  const known = new Set(assets);
  const seen = new Set<string>();
  return allocations.flatMap(({ symbol }, place) => {
    const field = `/portfolio/allocation/${kind}/${place}/symbol`;
    if (!known.has(symbol)) {
      const remedy = 'Write the symbol as the header of the file does.';
      return [{ field, message: `"${symbol}" is not an asset of the file`, value: symbol, remedy }];
    }
    if (seen.has(symbol)) return [{ field, message: `"${symbol}" stands there twice`, value: symbol }];
    seen.add(symbol);
    return [];
  });
}

function tooMany(count: number): ProblemDetail {
  const message = `a portfolio holds at most ${holdingCountMax} assets; this one would hold ${count}`;
  return { field: '/portfolio/allocation', message, remedy: 'Name the assets that are held.' };
}

/** Quantities become weights on the last date on which all of them have a price; there must be one, and a positive sum. */
function requireValue(allocations: readonly SymbolAllocation[], { assets, dates, prices }: PriceTable): void {
  const columns = allocations.map(({ symbol }) => assets.indexOf(symbol));
  const row = dates.findLastIndex((_, index) =>
    columns.every((column) => !Number.isNaN(prices.data[index * prices.columns + column])),
  );
  if (row === -1) {
    const detail =
      'There is no date on which all assets of the portfolio have a price, so their quantities have no common value.';
    throw new ProblemError(
      'data-insufficient',
      `${detail} Leave out the asset that ends before another starts, or use weights.`,
    );
  }
  const total = allocations.reduce(
    (sum, { quantity }, index) =>
      sum.plus(new Money(quantity!).mul(prices.data[row * prices.columns + columns[index]!]!)),
    new Money(0),
  );
  if (total.gt(0)) return;
  throw new ProblemError(
    'calculation-refused',
    `The quantities are together worth ${total.toFixed(2)} on ${dates[row]}; the sum must be positive.`,
  );
}
