import type { PortfolioRisk } from '@riskoptimizer/contracts';
import { Figure } from '../../components/figure.tsx';
import { FigureStrip } from '../../components/figure-strip.tsx';
import { number, plural } from '../../platform/format.ts';
import { panelHow } from './panel-how.ts';

/** How few assets carry the weight, and how few the risk. */
export function ConcentrationFigures({ risk }: { readonly risk: PortfolioRisk }) {
  const { herfindahlWeight, effectiveAssetCount, effectiveRiskCount } = risk.concentration;
  return (
    <FigureStrip label="Concentration">
      <Figure
        label="Effective assets by weight"
        value={number(effectiveAssetCount, 1)}
        note={`of ${plural(risk.contributions.length, 'asset')} held`}
        how={panelHow('effectiveAssets', risk)}
      />
      <Figure
        label="Effective assets by risk"
        value={number(effectiveRiskCount, 1)}
        note="equal carriers of risk"
        how={panelHow('effectiveRisks', risk)}
      />
      <Figure
        label="Herfindahl index"
        value={number(herfindahlWeight, 3)}
        note="of the weights; 1 is a single asset"
        how={panelHow('herfindahl', risk)}
      />
    </FigureStrip>
  );
}
