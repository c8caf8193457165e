/** How the prices of each asset cover the window, and which of them make it shorter. */
import type { PortfolioRisk } from '@riskoptimizer/contracts';
import type { AssetCoverage } from '@riskoptimizer/engine';
import type { AssetRecord } from '../assets/asset.ts';

type PresentedCoverage = PortfolioRisk['coverage'];

export interface CoverageInput {
  readonly assets: readonly AssetRecord[];
  readonly coverage: readonly AssetCoverage[];
  /** First and last date on which any asset has a price in the window. */
  readonly from: string;
  readonly to: string;
  /** The window that all assets share. */
  readonly common: { readonly from: string; readonly to: string };
}

export function presentCoverage({ assets, coverage, from, to, common }: CoverageInput): PresentedCoverage {
  return {
    from,
    to,
    assets: assets.map((asset, index) => {
      const { firstDate, lastDate, priceCount, gaps } = coverage[index]!;
      const [first, last] = [firstDate!, lastDate!];
      return {
        assetId: asset.id,
        symbol: asset.symbol,
        firstDate: first,
        lastDate: last,
        priceCount,
        gaps: gaps.map((gap) => ({ ...gap })),
        status: first > from ? 'starts-late' : last < to ? 'ends-early' : gaps.length > 0 ? 'has-gaps' : 'complete',
        limitsWindow: (first > from && first === common.from) || (last < to && last === common.to),
      };
    }),
  };
}
