import type { EChartsType } from 'echarts/core';
import { useCallback, useRef } from 'react';
import { download } from '../platform/csv.ts';
import { Chart, type ChartProps } from './chart.tsx';
import { Panel, type PanelProps } from './panel.tsx';

export interface ChartPanelProps
  extends Omit<PanelProps, 'children' | 'onPng'>,
    Pick<ChartProps, 'option' | 'label' | 'height' | 'onReady'> {}

/** A chart with its title, unit, "how computed", CSV and PNG. */
export function ChartPanel({ option, label, height, onReady, ...panel }: ChartPanelProps) {
  const chart = useRef<EChartsType | null>(null);
  const keep = useCallback(
    (made: EChartsType) => {
      chart.current = made;
      onReady?.(made);
    },
    [onReady],
  );
  return (
    <Panel {...panel} onPng={() => chart.current && downloadPng(panel.fileName ?? 'chart', chart.current)}>
      <Chart option={option} label={label} height={height} onReady={keep} />
    </Panel>
  );
}

/** Twice the size on the screen, on the surface of the present colour scheme. */
function downloadPng(fileName: string, chart: EChartsType): void {
  const backgroundColor = getComputedStyle(document.body).backgroundColor;
  const canvas = chart.renderToCanvas({ pixelRatio: 2, backgroundColor });
  canvas.toBlob((picture) => picture && download(`${fileName}.png`, picture), 'image/png');
}
