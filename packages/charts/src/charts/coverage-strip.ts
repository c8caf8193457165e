/** What prices there are: a strip an asset from its first to its last date, gaps cut out, and the window that all share. */
import type { PortfolioRisk, ReturnWindow } from '@riskoptimizer/contracts';
import type { CustomSeriesRenderItemAPI, EChartsOption } from 'echarts';
import { baseOption, dateAxis, grid, labelSize, tooltip } from '../base-option.ts';
import { formatDate, formatMonth, formatNumber } from '../format/numbers.ts';
import type { ChartTheme } from '../theme/chart-theme.ts';
import { withOpacity } from '../theme/color.ts';
import { tooltipContent } from '../tooltip-content.ts';

export interface CoverageStripData {
  readonly coverage: PortfolioRisk['coverage'];
  readonly window: Pick<ReturnWindow, 'from' | 'to'>;
}

type Asset = CoverageStripData['coverage']['assets'][number];

const rowHeight = 18;

/** Height in pixels that keeps every row readable. */
export function coverageStripHeight(assetCount: number): number {
  return 40 + rowHeight * assetCount;
}

export function coverageStrip(data: CoverageStripData, theme: ChartTheme): EChartsOption {
  const { assets, from, to } = data.coverage;
  return {
    ...baseOption(theme, coverageStripSummary(data)),
    grid: grid({ top: 4, right: theme.compact ? 12 : 132, bottom: 0, left: 4 }),
    tooltip: {
      ...tooltip(theme),
      formatter: (parameters) => coverageTooltip(assets[(parameters as unknown as { value: [number] }).value[0]]),
    },
    xAxis: dateAxis(theme, from, to),
    yAxis: {
      type: 'category',
      inverse: true,
      data: assets.map(({ symbol }) => symbol),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: {
        color: theme.colors.text,
        fontSize: labelSize(theme),
        interval: 0,
        width: theme.compact ? 72 : 110,
        overflow: 'truncate',
      },
    },
    series: [
      {
        id: 'coverage',
        name: 'Prices',
        type: 'custom',
        encode: { x: [1, 2], y: 0 },
        renderItem: (_parameters, api) => strip(api, theme),
        data: assets.flatMap(rectangles),
        markArea: commonWindow(data, theme),
      },
      {
        id: 'remarks',
        name: 'Remarks',
        type: 'scatter',
        silent: true,
        symbolSize: 0,
        data: theme.compact ? [] : assets.map(({ symbol }) => [to, symbol]),
        clip: false,
        label: {
          show: true,
          position: 'right',
          distance: 8,
          fontSize: 11,
          color: theme.colors.textMuted,
          formatter: ({ dataIndex }) => remark(assets[dataIndex], to),
        },
      },
    ],
  };
}

/** The chart in words. */
export function coverageStripSummary({ coverage, window }: CoverageStripData): string {
  const incomplete = coverage.assets.filter(({ status }) => status !== 'complete');
  const limiting = coverage.assets.filter(({ limitsWindow }) => limitsWindow).map(({ symbol }) => symbol);
  const parts = [
    `Price history of ${coverage.assets.length} assets from ${formatMonth(coverage.from)} to ${formatMonth(coverage.to)}.`,
    `The window that all share runs from ${formatDate(window.from)} to ${formatDate(window.to)}.`,
    incomplete.length === 0
      ? 'Every history is complete.'
      : `Incomplete: ${incomplete.map((asset) => `${asset.symbol} (${remark(asset, coverage.to)})`).join(', ')}.`,
  ];
  if (limiting.length > 0) parts.push(`The window is limited by ${limiting.join(', ')}.`);
  return parts.join(' ');
}

/** [row, from, to, is a gap]: strips between the gaps, and the gaps themselves. */
function rectangles(asset: Asset, row: number): (number | string)[][] {
  const parts: (number | string)[][] = [];
  let from = asset.firstDate;
  for (const gap of asset.gaps) {
    parts.push([row, from, gap.from, 0], [row, gap.from, gap.to, 1]);
    from = gap.to;
  }
  parts.push([row, from, asset.lastDate, 0]);
  return parts;
}

function strip(api: CustomSeriesRenderItemAPI, theme: ChartTheme) {
  const [left = 0, middle = 0] = api.coord([api.value(1), api.value(0)]);
  const [right = 0] = api.coord([api.value(2), api.value(0)]);
  const isGap = api.value(3) === 1;
  const height = isGap ? 10 : 6;
  // A gap of a few days in ten years is narrower than a pixel, and is what the strip is looked at for.
  const width = Math.max(isGap ? 3 : 1, right - left);
  return {
    type: 'rect' as const,
    z2: isGap ? 2 : 1,
    shape: { x: left, y: middle - height / 2, width, height, r: isGap ? 1 : 2 },
    style: { fill: isGap ? theme.colors.caution : withOpacity(theme.colors.accent, 0.62) },
  };
}

function commonWindow({ window }: CoverageStripData, theme: ChartTheme) {
  if (window.from === null || window.to === null) return { data: [] };
  return {
    silent: true,
    animation: false,
    itemStyle: { color: withOpacity(theme.colors.accent, 0.08) },
    data: [[{ xAxis: window.from }, { xAxis: window.to }]] as [{ xAxis: string }, { xAxis: string }][],
  };
}

function remark(asset: Asset | undefined, to: string): string {
  if (asset === undefined || asset.status === 'complete') return '';
  if (asset.status === 'starts-late') return `starts ${formatMonth(asset.firstDate)}`;
  if (asset.status === 'ends-early' && asset.lastDate < to) return `ends ${formatMonth(asset.lastDate)}`;
  const missingCount = asset.gaps.reduce((sum, gap) => sum + gap.missingCount, 0);
  return `${formatNumber(missingCount, 0)} prices missing`;
}

function coverageTooltip(asset: Asset | undefined): string {
  if (asset === undefined) return '';
  const rows = [
    { name: 'First price', value: formatDate(asset.firstDate) },
    { name: 'Last price', value: formatDate(asset.lastDate) },
    { name: 'Prices', value: formatNumber(asset.priceCount, 0) },
    ...asset.gaps.slice(0, 5).map((gap) => ({
      name: `Gap of ${formatNumber(gap.missingCount, 0)}`,
      value: `${formatDate(gap.from)} to ${formatDate(gap.to)}`,
    })),
  ];
  return tooltipContent(asset.symbol, rows, asset.limitsWindow ? 'This history limits the common window.' : '');
}
