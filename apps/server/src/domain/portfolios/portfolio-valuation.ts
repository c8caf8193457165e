/** What a portfolio is worth, and the weights that follow from it. */
import type { ProblemCode } from '@riskoptimizer/contracts';
import { ProblemError } from '../../core/errors.ts';
import { isoFromDay } from '../market-data/calendar.ts';
import { loadConverted, type MarketDataParts, requireLastCommonDay } from '../market-data/market-data.ts';
import { Money } from '../valuation/decimal-and-number.ts';
import { valueDecimals, valueHoldings } from '../valuation/holding-values.ts';
import type { PortfolioContent, Position } from './portfolio.ts';

export interface ValuedPosition {
  readonly weight: number;
  readonly price: string | null;
  /** In the base currency; null for a portfolio by weight. */
  readonly value: string | null;
}

export interface PortfolioValuation {
  readonly positions: readonly ValuedPosition[];
  /** Null for a portfolio by weight. */
  readonly valueDate: string | null;
  readonly totalValue: string | null;
}

/**
 * Weights as they were given, nothing for a ledger that holds nothing, or the shares of value on the last date on which every holding has a price and a rate.
 *
 * @throws ProblemError `exchange-rate-missing`, `data-insufficient`, or `calculation-refused` when the holdings are together
 * worth nothing.
 */
export async function valuePortfolio(
  parts: MarketDataParts,
  ownerId: string,
  { allocationKind, baseCurrency }: Pick<PortfolioContent, 'allocationKind' | 'baseCurrency'>,
  positions: readonly Position[],
): Promise<PortfolioValuation> {
  if (allocationKind === 'weights') return { positions: positions.map(byWeight), valueDate: null, totalValue: null };
  if (positions.length === 0)
    return { positions: [], valueDate: null, totalValue: new Money(0).toFixed(valueDecimals) };
  const assets = positions.map(({ asset }) => asset);
  const columns = await loadConverted(parts, ownerId, assets, baseCurrency);
  const day = requireLastCommonDay(assets, columns, baseCurrency);
  const date = isoFromDay(day);
  const closes = await parts.prices.closesOn(
    ownerId,
    assets.map(({ id }) => id),
    date,
  );
  const holdings = positions.map(({ quantity, assetId }, index) => ({
    quantity: quantity!,
    close: closes.get(assetId)!,
    rate: columns[index]!.conversion.decimalOn(day)!,
  }));
  const { values, total, weights } = valueHoldings(holdings);
  if (weights === null) throw worthNothing(total, baseCurrency, date);
  return {
    positions: holdings.map(({ close }, index) => ({ weight: weights[index]!, price: close, value: values[index]! })),
    valueDate: date,
    totalValue: total,
  };
}

/** Why a portfolio cannot be valued at present. */
export interface Unvalued {
  readonly code: ProblemCode;
  readonly detail: string;
}

const missing = new Set<string>(['exchange-rate-missing', 'data-insufficient', 'calculation-refused']);

/** As `valuePortfolio`, with the reason in place of the values where a price or a rate is missing: the portfolio can be opened all the same. */
export async function valueIfPossible(
  ...asked: Parameters<typeof valuePortfolio>
): Promise<{ readonly valuation: PortfolioValuation | null; readonly unvalued: Unvalued | null }> {
  try {
    return { valuation: await valuePortfolio(...asked), unvalued: null };
  } catch (error) {
    if (!(error instanceof ProblemError) || !missing.has(error.code)) throw error;
    return { valuation: null, unvalued: { code: error.code, detail: error.detail } };
  }
}

/** @throws ProblemError `data-insufficient` for a ledger that holds nothing yet. */
export function requireHoldings(positions: readonly Position[]): void {
  if (positions.length > 0) return;
  throw new ProblemError(
    'data-insufficient',
    'The ledger of this portfolio holds nothing, so there is nothing to compute. Enter a purchase first.',
  );
}

function byWeight({ weight, asset }: Position): ValuedPosition {
  return { weight: weight!, price: asset.prices.lastClose, value: null };
}

function worthNothing(total: string, currency: string, date: string): ProblemError {
  return new ProblemError(
    'calculation-refused',
    `The holdings are together worth ${total} ${currency} on ${date}, so none of them has a share of it. The sum must be positive: ` +
      'add what balances the short positions, or use weights.',
  );
}
