import type { PortfolioRisk } from '@riskoptimizer/contracts';
import { Figure } from '../../components/figure.tsx';
import { FigureStrip } from '../../components/figure-strip.tsx';
import { confidencePercent, number, percent, signedPercent } from '../../platform/format.ts';
import { moneyOfFraction } from '../../platform/money-at-risk.ts';
import { type Explanation, measureExplanations, performanceExplanations } from './explanations.ts';
import { periods } from './period-words.ts';

/** The few figures behind the verdict. */
export function RiskFigures({ risk }: { readonly risk: PortfolioRisk }) {
  const { measures, performance, baseCurrency, totalValue } = risk;
  const inMoney = (fraction: number) =>
    totalValue === null ? undefined : moneyOfFraction(fraction, totalValue, baseCurrency);
  const horizon = periods(risk.horizon, risk.window.frequency);
  const tail = `${confidencePercent(risk.confidence)}, ${horizon}`;
  const how = (explanation: Explanation) => ({
    ...explanation,
    window: risk.window,
    certificate: risk.birthCertificate,
  });
  return (
    <FigureStrip label="Risk in figures">
      <Figure
        label="Annual volatility"
        value={percent(performance.volatilityAnnual)}
        note={`growth ${signedPercent(performance.compoundAnnualGrowthRate)} a year`}
        how={how(performanceExplanations.volatilityAnnual)}
      />
      <Figure
        label={`VaR ${tail}`}
        value={percent(measures['value-at-risk'], 2)}
        note={inMoney(measures['value-at-risk'])}
        how={how(measureExplanations['value-at-risk'])}
      />
      <Figure
        label={`CVaR ${tail}`}
        value={percent(measures.cvar, 2)}
        note={inMoney(measures.cvar)}
        how={how(measureExplanations.cvar)}
      />
      <Figure
        label="Maximum drawdown"
        value={percent(measures['max-drawdown'])}
        note={inMoney(measures['max-drawdown'])}
        how={how(measureExplanations['max-drawdown'])}
      />
      <Figure
        label="Sharpe ratio"
        value={number(performance.sharpeRatio)}
        note={`Sortino ${number(performance.sortinoRatio)}`}
        how={how(performanceExplanations.sharpeRatio)}
      />
      <Figure
        label="Beta"
        value={number(performance.beta)}
        note={risk.benchmark ? `against ${risk.benchmark.symbol}` : 'no benchmark chosen'}
        how={how(performanceExplanations.beta)}
      />
    </FigureStrip>
  );
}
