import { sparkline } from '@riskoptimizer/charts';
import type { Portfolio, PortfolioRisk } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { Chart } from '../../components/chart.tsx';
import { Figure } from '../../components/figure.tsx';
import { FigureStrip } from '../../components/figure-strip.tsx';
import { confidencePercent, dateMedium, money, number, percent, plural } from '../../platform/format.ts';
import { moneyOfFraction } from '../../platform/money-at-risk.ts';
import { useChartTheme } from '../../platform/use-chart-theme.ts';
import { type Explanation, measureExplanations, performanceExplanations } from '../risk/explanations.ts';
import { periods } from '../risk/period-words.ts';
import { MiniDistribution } from './mini-distribution.tsx';

interface RiskTilesProps {
  readonly risk: PortfolioRisk;
  readonly portfolio: Portfolio;
}

/** What it is worth and what could go wrong, each figure with the series behind it. */
export function RiskTiles({ risk, portfolio }: RiskTilesProps) {
  const { measures, performance, path } = risk;
  const tail = `${confidencePercent(risk.confidence)}, ${periods(risk.horizon, risk.window.frequency)}`;
  const amount = (fraction: number) => moneyOfFraction(fraction, risk.totalValue, risk.baseCurrency);
  const how = (explanation: Explanation) => ({
    ...explanation,
    window: risk.window,
    certificate: risk.birthCertificate,
  });
  return (
    <FigureStrip label="Value and risk">
      <ValueFigure portfolio={portfolio} path={path} />
      <Figure
        label="Annual volatility"
        value={percent(performance.volatilityAnnual)}
        note={`${periods(path.rollingWindow, risk.window.frequency)} rolling`}
        how={how(performanceExplanations.volatilityAnnual)}
        sparkline={<Spark label="Rolling volatility" values={path.rollingVolatilityAnnual} />}
      />
      <Figure
        label={`VaR ${tail}`}
        value={percent(measures['value-at-risk'], 2)}
        note={risk.totalValue === null ? 'loss rarely exceeded' : amount(measures['value-at-risk'])}
        how={how(measureExplanations['value-at-risk'])}
        sparkline={<MiniDistribution distribution={risk.distribution} loss={measures['value-at-risk']} />}
      />
      <Figure
        label={`CVaR ${tail}`}
        value={percent(measures.cvar, 2)}
        note={risk.totalValue === null ? 'mean loss beyond VaR' : amount(measures.cvar)}
        how={how(measureExplanations.cvar)}
        sparkline={<MiniDistribution distribution={risk.distribution} loss={measures.cvar} />}
      />
      <Figure
        label="Maximum drawdown"
        value={percent(measures['max-drawdown'])}
        note={`trough ${dateMedium(risk.drawdowns[0]?.troughDate)}`}
        how={how(measureExplanations['max-drawdown'])}
        sparkline={<Spark label="Drawdown" values={path.drawdown} tone="loss" />}
      />
      <Figure
        label="Sharpe ratio"
        value={number(performance.sharpeRatio)}
        note={`${percent(performance.compoundAnnualGrowthRate)} growth a year`}
        how={how(performanceExplanations.sharpeRatio)}
        sparkline={<Spark label="Return since the start of the window" values={path.cumulativeReturn} />}
      />
      <Figure
        label="Beta"
        value={number(performance.beta)}
        note={risk.benchmark ? `against ${risk.benchmark.symbol}` : 'no benchmark chosen'}
        how={how(performanceExplanations.beta)}
        sparkline={
          path.benchmarkCumulativeReturn && (
            <Spark label="Return of the benchmark" values={path.benchmarkCumulativeReturn} tone="textMuted" />
          )
        }
      />
    </FigureStrip>
  );
}

/** A portfolio by weight has no value; it then says what it holds. */
function ValueFigure({ portfolio, path }: { readonly portfolio: Portfolio; readonly path: PortfolioRisk['path'] }) {
  const { totalValue, baseCurrency, holdings, valueDate } = portfolio;
  const spark = <Spark label="Return since the start of the window" values={path.cumulativeReturn} tone="gain" />;
  if (totalValue === null) {
    return <Figure label="Holdings" value={plural(holdings.length, 'asset')} note="by weight" sparkline={spark} />;
  }
  return (
    <Figure
      label="Value"
      value={money(totalValue, baseCurrency)}
      note={`at the prices of ${dateMedium(valueDate)}`}
      how={{
        formula: 'Σ quantity · last common price · exchange rate',
        inputs: `${plural(holdings.length, 'holding')}, their prices and exchange rates on ${dateMedium(valueDate)}.`,
        note: 'Computed in decimals. The last date on which every holding has a price.',
      }}
      sparkline={spark}
    />
  );
}

interface SparkProps {
  readonly label: string;
  readonly values: readonly (number | null)[];
  readonly tone?: 'accent' | 'gain' | 'loss' | 'textMuted';
}

function Spark({ label, values, tone = 'accent' }: SparkProps) {
  const theme = useChartTheme();
  const option = useMemo(() => sparkline({ summary: label, values, tone }, theme), [label, values, tone, theme]);
  return <Chart option={option} label={label} height={34} interactive={false} />;
}
