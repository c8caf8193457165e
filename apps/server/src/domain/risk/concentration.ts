export interface Concentration {
  /** Σ w², 1 for a single asset. */
  readonly herfindahlWeight: number;
  /** 1 / Σ w²: as many equal positions would be as concentrated. */
  readonly effectiveAssetCount: number;
  /** 1 / Σ s² over the shares of risk; null for a portfolio without risk. */
  readonly effectiveRiskCount: number | null;
}

/** How few positions carry the money, and how few carry the risk (inverse Herfindahl indices). */
export function concentration(weights: ArrayLike<number>, riskShares: ArrayLike<number>): Concentration {
  const herfindahlWeight = sumOfSquares(weights);
  const herfindahlRisk = sumOfSquares(riskShares);
  return {
    herfindahlWeight,
    effectiveAssetCount: 1 / herfindahlWeight,
    effectiveRiskCount: Number.isFinite(herfindahlRisk) && herfindahlRisk > 0 ? 1 / herfindahlRisk : null,
  };
}

function sumOfSquares(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index]! * values[index]!;
  return sum;
}
