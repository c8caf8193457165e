import { NativeSelect } from '@mantine/core';
import { limitUtilisationChart, limitUtilisationSummary } from '@riskoptimizer/charts';
import type { AlertRule, UtilisationPoint } from '@riskoptimizer/contracts';
import { type ReactNode, useMemo } from 'react';
import { ChartPanel } from '../../components/chart-panel.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { type CsvTable, fileNameOf } from '../../platform/csv.ts';
import { plural } from '../../platform/format.ts';
import { api } from '../../platform/store.ts';
import { useChartTheme } from '../../platform/use-chart-theme.ts';
import { measureText } from './alert-words.ts';
import { amountText } from './measures.ts';
import type { AlertAssets } from './use-rules.ts';

interface UtilisationPanelProps {
  readonly rules: readonly AlertRule[];
  readonly named: AlertAssets;
  /** The rule of the address. */
  readonly chosen: string | null;
  readonly onChoose: (ruleId: string) => void;
}

const title = 'Use of the limit';
/** A year of days, and the changes in between. */
const pointsMax = 1000;

/** The history of one limit: that of the address, or else the one that is used most. */
export function UtilisationPanel({ rules, named, chosen, onChoose }: UtilisationPanelProps) {
  const limits = rules.filter(({ isLimit }) => isLimit);
  const byUse = [...limits].sort((a, b) => (b.utilisation ?? -1) - (a.utilisation ?? -1));
  const limit = limits.find(({ id }) => id === chosen) ?? byUse[0];
  if (limit === undefined) return null;
  const controls = limits.length > 1 && (
    <NativeSelect
      aria-label="Limit"
      value={limit.id}
      data={limits.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(event) => onChoose(event.currentTarget.value)}
    />
  );
  return <History key={limit.id} limit={limit} named={named} controls={controls} />;
}

interface HistoryProps {
  readonly limit: AlertRule;
  readonly named: AlertAssets;
  readonly controls: ReactNode;
}

function History({ limit, named: { currencies }, controls }: HistoryProps) {
  const { id: ruleId, portfolioId, name, threshold } = limit;
  const theme = useChartTheme();
  const { currentData, error, refetch } = api.useGetLimitUtilisationQuery({ portfolioId, ruleId, limit: pointsMax });
  const data = useMemo(
    () =>
      currentData && {
        points: [...currentData.items].reverse(),
        limit: amountText(limit, threshold, currencies),
        valueText: (value: string) => amountText(limit, value, currencies),
      },
    [currentData, limit, threshold, currencies],
  );
  const option = useMemo(() => data && limitUtilisationChart(data, theme), [data, theme]);
  if (error && !currentData) {
    return <ErrorState error={error} title="The history could not be read" onRetry={() => void refetch()} />;
  }
  const note = `${name}: ${measureText(limit)} over its limit, since the rule was made or changed`;
  if (data?.points.length === 0) {
    return (
      <Panel title={title} note={note} controls={controls}>
        <p>It was not measured yet. The first point comes a moment after the rule was made.</p>
      </Panel>
    );
  }
  return (
    <ChartPanel
      title={title}
      note={note}
      controls={controls}
      fileName={fileNameOf('limit', name)}
      csv={data && (() => historyCsv(data.points))}
      option={option ?? null}
      label={data ? `${limitUtilisationSummary(data)} ${plural(data.points.length, 'point')}.` : title}
      height={240}
    />
  );
}

function historyCsv(points: readonly UtilisationPoint[]): CsvTable {
  return {
    columns: ['at', 'value', 'utilisation', 'reason'],
    rows: points.map(({ at, value, utilisation, reason }) => [at, value, utilisation, reason]),
  };
}
