import { Skeleton } from '@mantine/core';
import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { usePrinting } from '../platform/use-printing.ts';
import classes from './chart.module.css';

export interface ChartProps {
  /** From a function of the charts package. Null while the data are on their way. */
  readonly option: EChartsCoreOption | null;
  /** What the chart shows, in words, for those who do not see it. */
  readonly label: string;
  readonly height?: number | undefined;
  /** False for a small picture beside a number: no focus, no crosshair. */
  readonly interactive?: boolean;
  /** Gets the chart once, for events, pictures and the pointer. Must not change between renders. */
  readonly onReady?: ((chart: EChartsType) => void) | undefined;
}

/** Draws one chart: loads ECharts when it is needed, follows its container's size, and walks along the data by keyboard. */
export function Chart({ option, label, height = 280, interactive = true, onReady }: ChartProps) {
  const container = useRef<HTMLDivElement>(null);
  const chart = useChart(container, onReady);
  const walk = useWalk(chart);

  useEffect(() => {
    if (chart && option) chart.setOption(option, { notMerge: true });
  }, [chart, option]);
  const sheet = usePrintedSheet(chart, option);

  return (
    <div className={classes.frame} style={{ height }}>
      {(!chart || !option) && <Skeleton className={classes.waiting} height={height} aria-hidden="true" />}
      {/* oxlint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/prefer-tag-over-role -- a canvas is a picture to a screen reader, and the arrow keys walk along its data */}
      <div
        ref={container}
        className={classes.chart}
        role="img"
        aria-label={label}
        tabIndex={interactive ? 0 : undefined}
        onKeyDown={interactive ? walk : undefined}
      />
      {/* oxlint-enable */}
      <div ref={sheet} className={classes.sheet} aria-hidden="true" />
    </div>
  );
}

/** The chart of a container, from when ECharts is loaded until the container goes. */
function useChart(
  container: { readonly current: HTMLDivElement | null },
  onReady: ChartProps['onReady'],
): EChartsType | null {
  const [chart, setChart] = useState<EChartsType | null>(null);
  useEffect(() => {
    let made: EChartsType | null = null;
    let left = false;
    const observer = new ResizeObserver(() => made?.resize());
    async function start(element: HTMLDivElement | null) {
      const { init } = await import('../platform/echarts.ts');
      if (left || !element) return;
      made = init(element, null, { renderer: 'canvas' });
      observer.observe(element);
      onReady?.(made);
      setChart(made);
    }
    void start(container.current);
    return () => {
      left = true;
      observer.disconnect();
      made?.dispose();
      setChart(null);
    };
  }, [container, onReady]);
  return chart;
}

/** A single still picture of the chart for paper: a stack of canvases loses its lower layers in print. */
function usePrintedSheet(chart: EChartsType | null, option: EChartsCoreOption | null) {
  const sheet = useRef<HTMLDivElement>(null);
  const printing = usePrinting();
  useEffect(() => {
    const element = sheet.current;
    element?.replaceChildren();
    if (!chart || !option || !printing) return;
    const picture = chart.renderToCanvas({ pixelRatio: 2 });
    // It comes with the place and size of a layer on the screen.
    picture.removeAttribute('style');
    element?.append(picture);
  }, [chart, option, printing]);
  return sheet;
}

/** Arrow keys move the crosshair from point to point; with Shift in leaps. Home and End jump, Escape hides it. */
function useWalk(chart: EChartsType | null) {
  const index = useRef(-1);
  return (event: KeyboardEvent) => {
    if (!chart || event.ctrlKey || event.metaKey || event.altKey) return;
    const series = walkedSeries(chart);
    const stride = event.shiftKey ? Math.max(1, Math.round(series.data.length / 20)) : 1;
    const next = nextIndex(event.key, index.current, series.data.length, stride);
    if (next === null) return;
    event.preventDefault();
    index.current = next;
    chart.dispatchAction(next < 0 ? { type: 'hideTip' } : { type: 'showTip', ...pointOf(chart, series, next) });
  };
}

interface WalkedSeries {
  readonly seriesIndex: number;
  readonly type: string;
  readonly data: readonly unknown[];
}

/** The series with the most points: the curve rather than a single mark on it. */
function walkedSeries(chart: EChartsType): WalkedSeries {
  const { series } = chart.getOption() as { series?: { type?: string; data?: unknown[] }[] };
  let walked: WalkedSeries = { seriesIndex: 0, type: '', data: [] };
  for (const [seriesIndex, { type = '', data }] of (series ?? []).entries()) {
    if (Array.isArray(data) && data.length > walked.data.length) walked = { seriesIndex, type, data };
  }
  return walked;
}

/** Lines are drawn from a sample of their points and know the others only by their place; everything else by index. */
function pointOf(chart: EChartsType, { seriesIndex, type, data }: WalkedSeries, dataIndex: number) {
  const point = data[dataIndex];
  if (type !== 'line' || !Array.isArray(point)) return { seriesIndex, dataIndex };
  const [x] = chart.convertToPixel({ seriesIndex }, [point[0], 0]);
  return { x, y: chart.getHeight() / 2 };
}

/** Where a key leads, -1 for nowhere, null for keys that are not ours. */
export function nextIndex(key: string, index: number, length: number, stride: number): number | null {
  switch (key) {
    case 'ArrowRight':
      return Math.min(length - 1, index + stride);
    case 'ArrowLeft':
      return index < 0 ? length - 1 : Math.max(0, index - stride);
    case 'Home':
      return Math.min(0, length - 1);
    case 'End':
      return length - 1;
    case 'Escape':
      return index < 0 ? null : -1;
    default:
      return null;
  }
}
