import { coverageStrip, coverageStripHeight, coverageStripSummary } from '@riskoptimizer/charts';
import type { PortfolioRisk } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { ChartPanel } from '../../components/chart-panel.tsx';
import { dateMedium, plural } from '../../platform/format.ts';
import { useChartTheme } from '../../platform/use-chart-theme.ts';
import { panelFileName, panelHow } from './panel-how.ts';

export function CoveragePanel({ risk }: { readonly risk: PortfolioRisk }) {
  const theme = useChartTheme();
  const option = useMemo(() => coverageStrip(risk, theme), [risk, theme]);
  const { assets } = risk.coverage;
  return (
    <ChartPanel
      title="Data coverage"
      note={coverageNote(risk)}
      how={panelHow('coverage', risk)}
      option={option}
      label={coverageStripSummary(risk)}
      height={coverageStripHeight(assets.length)}
      fileName={panelFileName(risk, 'data coverage')}
      csv={() => ({
        columns: ['asset', 'firstDate', 'lastDate', 'priceCount', 'missingCount', 'status', 'limitsWindow'],
        rows: assets.map(({ symbol, firstDate, lastDate, priceCount, gaps, status, limitsWindow }) => [
          symbol,
          firstDate,
          lastDate,
          priceCount,
          gaps.reduce((sum, { missingCount }) => sum + missingCount, 0),
          status,
          String(limitsWindow),
        ]),
      })}
    />
  );
}

/** Names the asset that shortens the common window, and what was left out. */
export function coverageNote({ coverage, window }: PortfolioRisk): string {
  const limiting = coverage.assets.filter(({ limitsWindow }) => limitsWindow);
  const shared = `All assets share ${dateMedium(window.from)} to ${dateMedium(window.to)}`;
  const limits =
    limiting.length === 0
      ? ''
      : `; ${limiting.map(({ symbol }) => symbol).join(', ')} ${limiting.length === 1 ? 'limits' : 'limit'} the window`;
  const dropped =
    window.droppedPeriodCount === 0 ? '' : `; ${plural(window.droppedPeriodCount, 'period')} left out for gaps`;
  return `${shared}${limits}${dropped}`;
}
