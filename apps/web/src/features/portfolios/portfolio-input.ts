/** A portfolio as read, turned back into what the API takes: to change it, or to bring a deleted one back. */
import type { AllocationInput, Holding, Portfolio, PortfolioInput } from '@riskoptimizer/contracts';
import { type AllocationKind, type AllocationRow, perCentText, type ReadAmount } from './allocation-draft.ts';

export function portfolioInputOf(portfolio: Portfolio): PortfolioInput {
  const { name, baseCurrency, benchmarkAssetId, allocationKind, holdings } = portfolio;
  return { name, baseCurrency, benchmarkAssetId, allocation: allocationOf(allocationKind, holdings) };
}

function allocationOf(kind: AllocationKind, holdings: readonly Holding[]): AllocationInput {
  if (kind === 'weights') return { kind, items: holdings.map(({ assetId, weight }) => ({ assetId, weight })) };
  return {
    kind,
    items: holdings.flatMap(({ assetId, quantity }) => (quantity === null ? [] : [{ assetId, quantity }])),
  };
}

export function allocationInputOf(kind: AllocationKind, amounts: readonly ReadAmount[]): AllocationInput {
  return kind === 'weights'
    ? { kind, items: amounts.map(({ key, weight }) => ({ assetId: key, weight })) }
    : { kind, items: amounts.map(({ key, decimal }) => ({ assetId: key, quantity: decimal })) };
}

/** The rows of an editor; quantities that a portfolio by weight does not have are left to be filled in. */
export function allocationRows(kind: AllocationKind, holdings: readonly Holding[]): AllocationRow[] {
  return holdings.map(({ assetId, symbol, name, weight, quantity }) => ({
    key: assetId,
    symbol,
    name,
    text: kind === 'weights' ? perCentText(weight) : (quantity ?? ''),
  }));
}
