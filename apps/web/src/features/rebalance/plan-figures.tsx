import type { RebalancingPlan } from '@riskoptimizer/contracts';
import { Figure } from '../../components/figure.tsx';
import { FigureStrip } from '../../components/figure-strip.tsx';
import { money, percent, plural } from '../../platform/format.ts';

export function PlanFigures({ plan }: { readonly plan: RebalancingPlan }) {
  const { baseCurrency, drift, cash, trades } = plan;
  const amount = (text: string) => money(text, baseCurrency);
  const realised = Number(plan.realised);
  return (
    <FigureStrip label="The trades in figures">
      <Figure label="Turnover" value={percent(plan.turnover)} note={plural(trades.length, 'trade')} />
      <Figure label="Costs" value={amount(plan.costs)} note="of all trades" />
      <Figure label="Cash left" value={amount(plan.cashLeft)} note={`of ${amount(cash)} and what sells bring in`} />
      <Figure
        label="In the wrong place"
        value={`${percent(drift.before)} → ${percent(drift.after)}`}
        note="share of the value, before and after"
      />
      {plan.realised !== null && (
        <Figure
          label="Realised"
          value={amount(plan.realised)}
          note="result of the sales, before tax"
          tone={realised > 0 ? 'gain' : realised < 0 ? 'loss' : undefined}
        />
      )}
      <Figure label="Value" value={amount(plan.totalAfter)} note={`${amount(plan.totalBefore)} before`} />
    </FigureStrip>
  );
}
