import { SegmentedControl } from '@mantine/core';
import { riskContributionsChart, riskContributionsHeight, riskContributionsSummary } from '@riskoptimizer/charts';
import type { PortfolioRisk } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { ChartPanel } from '../../components/chart-panel.tsx';
import { Panel } from '../../components/panel.tsx';
import { percent } from '../../platform/format.ts';
import { useChartTheme } from '../../platform/use-chart-theme.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import { contributionMeasures, parseContributionMeasure } from './contribution-measure.ts';
import { ContributionsTable, contributionsCsv, labelOf } from './contributions-table.tsx';
import { panelFileName, panelHow } from './panel-how.ts';
import { periods } from './period-words.ts';

interface ContributionsProps {
  readonly risk: PortfolioRisk;
}

interface ContributionBarsProps extends ContributionsProps {
  /** Bars for the largest carriers of risk; a table beside has all of them. */
  readonly barCount?: number;
}

export function ContributionBarsPanel({ risk, barCount = 14 }: ContributionBarsProps) {
  const theme = useChartTheme();
  const { search } = useParameters();
  const measure = parseContributionMeasure(search.get('measure'));
  const shown = useMemo(() => {
    const shareOf = (index: number) => Math.abs(risk.contributions[index]?.share[measure] ?? 0);
    const order = risk.contributions.map((_, index) => index).sort((a, b) => shareOf(b) - shareOf(a));
    return order.slice(0, barCount).flatMap((index) => risk.contributions[index] ?? []);
  }, [risk, measure, barCount]);
  const data = useMemo(() => ({ contributions: shown, measure }), [shown, measure]);
  const option = useMemo(() => riskContributionsChart(data, theme), [data, theme]);
  const left = risk.contributions.length - shown.length;
  return (
    <ChartPanel
      title="Who carries the risk"
      note={`Share of ${measure === 'standard-deviation' ? 'risk' : labelOf(measure)} against share of weight${left > 0 ? `; the ${shown.length} largest, ${left} more in the table` : ''}`}
      how={panelHow('contributions', risk)}
      option={option}
      label={riskContributionsSummary(data)}
      height={riskContributionsHeight(shown.length)}
      fileName={panelFileName(risk, `contributions ${measure}`)}
      csv={() => contributionsCsv(risk, measure)}
    />
  );
}

export function ContributionsTablePanel({ risk }: ContributionsProps) {
  const { search, change } = useParameters();
  const measure = parseContributionMeasure(search.get('measure'));
  return (
    <Panel
      title="Contributions to risk"
      note={`Components sum to the portfolio's ${labelOf(measure)} of ${percent(risk.measures[measure], 3)} over ${periods(risk.horizon, risk.window.frequency)}`}
      how={panelHow('contributions', risk)}
      fileName={panelFileName(risk, `contributions ${measure}`)}
      csv={() => contributionsCsv(risk, measure)}
      controls={
        <SegmentedControl
          aria-label="Measure"
          value={measure}
          data={contributionMeasures.map(({ name, label }) => ({ value: name, label }))}
          onChange={(chosen) => change({ measure: chosen }, { measure: 'standard-deviation' })}
        />
      }
    >
      <ContributionsTable risk={risk} measure={measure} />
    </Panel>
  );
}
