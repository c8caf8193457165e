import { Button, SegmentedControl } from '@mantine/core';
import { assetColors } from '@riskoptimizer/charts';
import { useMemo } from 'react';
import { Panel } from '../../components/panel.tsx';
import { percent, signedPercent } from '../../platform/format.ts';
import { useChartTheme } from '../../platform/use-chart-theme.ts';
import { BoundRow } from './bound-row.tsx';
import { explain } from './explanations.ts';
import { pointText } from './frontier-chart-panel.tsx';
import { weightsCsv } from './frontier-csv.ts';
import { type FrontierView, frontierFileName, shownPoint } from './frontier-view.ts';
import { namedSelections, type Selection } from './selection.ts';
import { sliderRange } from './slider-range.ts';
import type { BoundsControl } from './use-bounds.ts';
import { type WeightRow, weightRows } from './weight-rows.ts';
import classes from './weights-panel.module.css';

export interface WeightsPanelProps {
  readonly view: FrontierView;
  readonly control: BoundsControl;
}

/** What the selected mix holds against what is held now, and the bounds of every weight, to be dragged or typed. */
export function WeightsPanel({ view, control }: WeightsPanelProps) {
  const { frontier } = view;
  const shown = shownPoint(view);
  const { choice } = control;
  const rows = useMemo(() => weightRows(frontier.assets, shown, choice), [frontier, shown, choice]);
  return (
    <Panel
      title="Weights and bounds"
      note="Drag a bound: the frontier is computed again at once"
      how={explain('weights', frontier, view.bounds)}
      fileName={frontierFileName(frontier, 'weights')}
      csv={() => weightsCsv(rows)}
      controls={<HistoryButtons control={control} />}
    >
      <SelectionBar view={view} />
      <WeightsTable rows={rows} control={control} />
    </Panel>
  );
}

function HistoryButtons({ control: { undo, redo, reset } }: { readonly control: BoundsControl }) {
  return (
    <span className={classes.history}>
      <Button variant="subtle" disabled={undo === null} onClick={() => undo?.()}>
        Undo
      </Button>
      <Button variant="subtle" disabled={redo === null} onClick={() => redo?.()}>
        Redo
      </Button>
      <Button variant="subtle" disabled={reset === null} onClick={() => reset?.()}>
        Reset bounds
      </Button>
    </span>
  );
}

/** Which mix the table shows; stays in sight while the bounds below are moved. */
function SelectionBar({ view }: { readonly view: FrontierView }) {
  const { selection, select, pointed } = view;
  const isPoint = typeof selection === 'number';
  return (
    <div className={classes.selection}>
      <SegmentedControl
        aria-label="Which mix"
        value={isPoint ? 'point' : selection}
        data={[
          ...namedSelections.map(({ name, label }) => ({ value: name, label })),
          ...(isPoint ? [{ value: 'point', label: 'Point' }] : []),
        ]}
        onChange={(chosen) => chosen !== 'point' && select(chosen as Selection)}
      />
      <span className={classes.point} data-testid="selected-point">
        {pointed !== null && 'At the pointer: '}
        {pointText(shownPoint(view)) ?? 'There is no such mix within these bounds'}
      </span>
    </div>
  );
}

function WeightsTable({ rows, control }: { readonly rows: readonly WeightRow[]; readonly control: BoundsControl }) {
  const { scheme } = useChartTheme();
  const colors = useMemo(() => assetColors(rows, scheme), [rows, scheme]);
  const range = useMemo(
    () =>
      sliderRange(
        control.choice,
        rows.map(({ present }) => present),
      ),
    [control.choice, rows],
  );
  const presentSum = rows.reduce((sum, { present }) => sum + present, 0);
  const selectedSum = rows.reduce<number | null>(
    (sum, { selected }) => (sum === null || selected === null ? null : sum + selected),
    0,
  );
  return (
    <table className={classes.table}>
      <caption className={classes.caption}>Weights now and in the selected mix, with their bounds</caption>
      <thead>
        <tr>
          <th scope="col">Asset</th>
          <th scope="col" data-numeric>
            Now
          </th>
          <th scope="col" data-numeric>
            Mix
          </th>
          <th scope="col" data-numeric>
            Change
          </th>
          <th scope="col" data-numeric>
            Lowest
          </th>
          <th scope="col" className={classes.sliderHead}>
            Bounds
          </th>
          <th scope="col" data-numeric>
            Highest
          </th>
        </tr>
      </thead>
      <tbody>
        <BoundRow
          symbol={null}
          fullName="Every asset without bounds of its own"
          color={null}
          present={null}
          selected={null}
          {...control.choice.default}
          hasOwnBound={false}
          trackMin={range.min}
          trackMax={range.max}
          onDrag={control.drag}
          onCommit={control.commit}
        />
        {rows.map((row) => (
          <BoundRow
            key={row.symbol}
            symbol={row.symbol}
            fullName={row.name}
            color={colors.get(row.symbol) ?? null}
            present={row.present}
            selected={row.selected}
            {...row.bound}
            hasOwnBound={row.hasOwnBound}
            trackMin={range.min}
            trackMax={range.max}
            onDrag={control.drag}
            onCommit={control.commit}
          />
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td>Sum</td>
          <td data-numeric data-label="now">
            {percent(presentSum)}
          </td>
          <td data-numeric data-label="mix">
            {percent(selectedSum)}
          </td>
          <td data-numeric data-label="change">
            {signedPercent(selectedSum === null ? null : selectedSum - presentSum)}
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
