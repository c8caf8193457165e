/** The charts of performance, drawn to SVG: what is written in the cells, where flows stand, and what a missing value leaves. */
import type { EChartsOption } from 'echarts';
import { describe, expect, it, vi } from 'vitest';
import { chartModules, init, SVGRenderer, use } from '../src/echarts-modules.ts';
import * as charts from '../src/index.ts';

use([...chartModules, SVGRenderer]);

const calendar = [
  { year: 2024, total: 0.1, months: [null, 0.034, -0.021, 0, 0.01, 0.02, -0.052, 0.004, 0.01, 0.02, 0.03, -0.01] },
  { year: 2025, total: -0.04, months: [0.01, -0.05, ...Array.from({ length: 10 }, () => null)] },
];
const value: charts.ValueAndInvestedData = {
  baseCurrency: 'USD',
  series: {
    dates: ['2024-01-31', '2024-02-29', '2024-03-29', '2024-04-30'],
    total: [10_000, 30_500, null, 26_000],
    invested: [10_000, 30_000, 30_000, 25_000],
  },
  flows: [
    { date: '2024-02-10', value: 15_000 },
    { date: '2024-02-29', value: 5000 },
    { date: '2024-04-30', value: -5000 },
    { date: '2024-06-01', value: 1 },
  ],
};

function svgOf(option: EChartsOption, width: number): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height: 280 });
  chart.setOption({ ...option, animation: false });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg.replace(/<style[\s\S]*<\/style>/, '');
}

const themes = (['light', 'dark'] as const).flatMap((scheme) =>
  [false, true].map((compact) => charts.createChartTheme({ scheme, compact, reducedMotion: true })),
);
const [light] = themes as [charts.ChartTheme];

describe.each(themes)('in $scheme, compact $compact', (theme) => {
  it('both are drawn whole and without a complaint', () => {
    const complaints = [vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')];
    for (const option of [charts.calendarHeatMap({ calendar }, theme), charts.valueAndInvestedChart(value, theme)]) {
      const svg = svgOf(option, theme.compact ? 358 : 680);
      expect(svg).toMatch(/<path[^>]+d="/);
      expect(svg).not.toMatch(/NaN|Infinity|undefined|\[object/);
    }
    for (const complaint of complaints) expect(complaint).not.toHaveBeenCalled();
  });
});

describe('the calendar', () => {
  const cells = (option: EChartsOption) => (option.series as { data: { value: number[] }[] }[])[0]?.data ?? [];

  it('writes every return with its sign, and leaves out what is not known', () => {
    const option = charts.calendarHeatMap({ calendar }, light);
    expect(cells(option)).toHaveLength(11 + 2 + 2);
    const svg = svgOf(option, 680);
    for (const text of ['+3.4', '−5.2', '+10.0', '−4.0', '0.0', 'Year', 'Jan', '2025'])
      expect(svg).toContain(`>${text}<`);
  });

  it('colours months and years each on their own scale, both ways from nought', () => {
    const strengths = new Map(
      cells(charts.calendarHeatMap({ calendar }, light)).map(({ value: [column, row, strength] }) => [
        `${column}:${row}`,
        strength,
      ]),
    );
    expect(strengths.get('6:0')).toBe(-1);
    expect(strengths.get('12:0')).toBe(1);
    expect(strengths.get('3:0')).toBe(0);
  });

  it('says best and worst in words', () => {
    expect(charts.calendarHeatMapSummary({ calendar })).toBe(
      'Returns of 13 months. Best: Feb 2024 with +3.4\u00a0%; worst: Jul 2024 with −5.2\u00a0%.',
    );
    expect(charts.calendarHeatMapSummary({ calendar: [] })).toBe('No month has a return yet.');
  });
});

describe('value and invested money', () => {
  const series = (id: string) =>
    (charts.valueAndInvestedChart(value, light).series as { id: string; data: unknown[] }[]).find(
      (one) => one.id === id,
    );

  it('stands flows on the first date that has a value from theirs on, summed, and never after the end', () => {
    expect(series('flows')?.data).toMatchObject([
      { value: ['2024-02-29', 30_000], symbolRotate: 0 },
      { value: ['2024-04-30', 25_000], symbolRotate: 180 },
    ]);
  });

  it('keeps a gap a gap, and tells flows in the tooltip', () => {
    expect(series('value')?.data[2]).toEqual(['2024-03-29', null]);
    const { tooltip } = charts.valueAndInvestedChart(value, light);
    const { formatter } = tooltip as unknown as { formatter: (rows: { axisValue: string }[]) => string };
    expect(formatter([{ axisValue: '2024-02-29' }])).toContain('20,000\u00a0USD came in');
    expect(formatter([{ axisValue: '2024-04-30' }])).toContain('5,000\u00a0USD went out');
    expect(formatter([{ axisValue: '2024-03-29' }])).toContain('–');
  });

  it('describes itself', () => {
    expect(charts.valueAndInvestedSummary(value)).toBe(
      'Value and invested money from Jan 2024 to Apr 2024, with 4 flows. At the end the value is 26,000 USD, invested 25,000 USD.',
    );
  });
});
