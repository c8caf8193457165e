/** The holdings of a portfolio as the rows of an editor, and turned back into what the API takes. */
import type { AllocationInput, Holding } from '@riskoptimizer/contracts';
import { type AllocationKind, type AllocationRow, perCentText, type ReadAmount } from './allocation-draft.ts';

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
    text: kind === 'weights' ? perCentText(weight ?? 0) : (quantity ?? ''),
  }));
}
