/** Every chart is drawn to SVG with the listed parts of ECharts only, in both schemes and both widths, and its picture is examined. */
import type { EChartsOption } from 'echarts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chartModules, init, SVGRenderer, use } from '../src/echarts-modules.ts';
import * as charts from '../src/index.ts';
import { sampleFrontier } from './sample-frontier.ts';
import { sampleAssets, sampleRisk } from './sample-risk.ts';

use([...chartModules, SVGRenderer]);

const risk = sampleRisk();
const frontier = sampleFrontier();
if (frontier.frontier.status !== 'optimal') throw new Error('The sample frontier is feasible.');
const { points, corners, minimumVariance, maximumSharpe } = frontier.frontier;
const frontierData: charts.EfficientFrontierData = {
  assets: frontier.assets,
  curve: points,
  corners,
  own: frontier.own,
  minimumVariance,
  maximumSharpe,
  riskFree: 0.02,
  selected: points[10] ?? null,
  reference: points,
  extent: 'assets',
};

interface Case {
  readonly option: (theme: charts.ChartTheme) => EChartsOption;
  /** Ids of the series that a page relies on. */
  readonly series: readonly string[];
  /** Words that stand in the picture. */
  readonly words: readonly string[];
  readonly summary?: string;
  readonly height?: number;
}

const gap = '\u00a0';

const cases: Record<string, Case> = {
  'profit and loss distribution': {
    option: (theme) => charts.profitAndLossDistributionChart(risk, theme),
    series: ['distribution', 'value-at-risk', 'cvar'],
    words: [`VaR 95${gap}%`, 'CVaR', 'Return over one day'],
    summary: charts.profitAndLossDistributionSummary(risk),
  },
  'risk contributions': {
    option: (theme) => charts.riskContributionsChart({ contributions: risk.contributions, measure: 'cvar' }, theme),
    series: ['risk', 'weight'],
    words: ['% of risk', '% of weight', risk.contributions[0]?.symbol ?? ''],
    summary: charts.riskContributionsSummary({ contributions: risk.contributions, measure: 'cvar' }),
    height: charts.riskContributionsHeight(12),
  },
  drawdown: {
    option: (theme) => charts.drawdownChart(risk, theme),
    series: ['drawdown', 'episodes'],
    words: [`1  ${charts.formatSignedPercent(-(risk.drawdowns[0]?.depth ?? 0))}`, `0${gap}%`],
    summary: charts.drawdownSummary(risk),
  },
  'rolling volatility': {
    option: (theme) => charts.rollingVolatilityChart(risk, theme),
    series: ['portfolio', 'benchmark'],
    words: ['Portfolio', 'WORLD'],
    summary: charts.rollingVolatilitySummary(risk),
  },
  'cumulative return': {
    option: (theme) => charts.cumulativeReturnChart(risk, theme),
    series: ['portfolio', 'benchmark'],
    words: ['Portfolio', 'WORLD', `+20${gap}%`],
    summary: charts.cumulativeReturnSummary(risk),
  },
  'correlation heat map': {
    option: (theme) => charts.correlationHeatMap(risk.correlation, theme),
    series: ['correlation'],
    words: ['together', 'opposite'],
    summary: charts.correlationHeatMapSummary(risk.correlation),
    height: charts.correlationHeatMapHeight(12),
  },
  'coverage strip': {
    option: (theme) => charts.coverageStrip(risk, theme),
    series: ['coverage', 'remarks'],
    words: risk.coverage.assets.map(({ symbol }) => symbol),
    summary: charts.coverageStripSummary(risk),
    height: charts.coverageStripHeight(12),
  },
  sparkline: {
    option: (theme) => charts.sparkline({ values: risk.path.cumulativeReturn, summary: 'It rose.' }, theme),
    series: ['values'],
    words: [],
    summary: 'It rose.',
    height: 36,
  },
  'efficient frontier': {
    option: (theme) => charts.efficientFrontierChart(frontierData, theme),
    series: [
      'capital-market-line',
      'reference',
      'curve',
      'assets',
      'corners',
      'minimum-variance',
      'maximum-sharpe',
      'own',
      'selected',
    ],
    words: [
      'Your portfolio',
      'Minimum variance',
      'Maximum Sharpe',
      'Capital market line',
      'Volatility a year',
      'Expected return a year',
    ],
    summary: charts.efficientFrontierSummary(frontierData),
    height: 420,
  },
  'transition map': {
    option: (theme) =>
      charts.transitionMapChart({ assets: frontier.assets, curve: points, selected: points[10] ?? null }, theme),
    series: ['names', 'selected', `weight:${frontier.assets[3]?.symbol}`],
    words: [frontier.assets[3]?.symbol ?? '', `100${gap}%`],
    summary: charts.transitionMapSummary({ assets: frontier.assets, curve: points }),
  },
};

type Drawn = ReturnType<typeof init>;
const open: Drawn[] = [];

function draw(option: EChartsOption, width: number, height: number): Drawn {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  open.push(chart);
  chart.setOption({ ...option, animation: false });
  return chart;
}

const complaints = vi.spyOn(console, 'error');
const warnings = vi.spyOn(console, 'warn');
beforeEach(() => void (complaints.mockClear(), warnings.mockClear()));
afterEach(() => {
  for (const chart of open.splice(0)) chart.dispose();
});

const variants = (['light', 'dark'] as const).flatMap((scheme) => [
  { scheme, compact: false },
  { scheme, compact: true },
]);

describe.each(Object.entries(cases))('%s', (_name, { option, series, words, summary, height = 280 }) => {
  it.each(variants)('is drawn whole, $scheme, compact $compact', ({ scheme, compact }) => {
    const theme = charts.createChartTheme({ scheme, compact });
    const svg = draw(option(theme), compact ? 358 : 680, height).renderToSVGString();
    expect(svg).toMatch(/<(path|rect)[^>]+(d|width)="/);
    const picture = svg.replace(/<style[\s\S]*<\/style>/, '');
    expect(picture).not.toMatch(/NaN|Infinity|undefined|\[object/);
    const text = picture.replaceAll(/<[^>]+>/g, '|').replaceAll('&#160;', gap);
    // On a phone some words give way to the picture.
    expect(compact ? [] : words.filter((word) => !text.includes(word))).toEqual([]);
    // A part of ECharts that is missing from the list is reported there and drawn nowhere.
    expect(complaints).not.toHaveBeenCalled();
    expect(warnings).not.toHaveBeenCalled();
  });

  it('has every series the page relies on, describes itself, and keeps still when asked to', () => {
    const made = option(charts.createChartTheme({ scheme: 'light', reducedMotion: true }));
    const ids = (made.series as { id: string }[]).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([...series]));
    expect(made.animation).toBe(false);
    const described = (made.aria as { label: { description: string } }).label.description;
    expect(described).toBe(summary);
    expect(described).not.toMatch(/NaN|undefined|null/);
  });
});

const light = charts.createChartTheme({ scheme: 'light', reducedMotion: true });

describe('places in the picture', () => {
  it('marks VaR and CVaR where they are, not where they round to', () => {
    const chart = draw(charts.profitAndLossDistributionChart(risk, light), 680, 280);
    const svg = chart.renderToSVGString();
    for (const name of ['value-at-risk', 'cvar'] as const) {
      const x = chart.convertToPixel({ xAxisIndex: 0 }, -risk.measures[name]);
      const lines = [...svg.matchAll(/<path d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"[^>]*stroke="([^"]+)"/g)];
      const marks = lines.filter(([, x1, , x2, , stroke]) => x1 === x2 && stroke === light.colors.loss);
      expect(marks).toHaveLength(2);
      expect(Math.min(...marks.map(([, at]) => Math.abs(Number(at) - x)))).toBeLessThan(0.51);
    }
  });

  it('starts the bars of contributions at nought', () => {
    const chart = draw(
      charts.riskContributionsChart({ contributions: risk.contributions, measure: 'cvar' }, light),
      680,
      450,
    );
    const zero = chart.convertToPixel({ xAxisIndex: 0 }, 0);
    const bars = [...chart.renderToSVGString().matchAll(/<path d="M([\d.]+) [^"]*" fill="#5c616973"/g)];
    expect(bars).toHaveLength(12);
    for (const [, start] of bars) expect(Number(start)).toBeCloseTo(zero, 0);
  });

  it('draws the frontier through every point it was given', () => {
    const chart = draw(charts.efficientFrontierChart({ ...frontierData, reference: null }, light), 680, 420);
    const svg = chart.renderToSVGString();
    const curve = [...svg.matchAll(/<path d="([^"]+)"[^>]*stroke="([^"]+)" stroke-width="2.5"/g)].find(
      ([, , stroke]) => stroke === light.colors.accent,
    );
    const drawn = (curve?.[1]?.match(/[\d.]+ [\d.]+/g) ?? []).map((pair) => pair.split(' ').map(Number));
    for (const { volatilityAnnual, expectedReturnAnnual } of points) {
      const [x = 0, y = 0] = chart.convertToPixel({ gridIndex: 0 }, [volatilityAnnual, expectedReturnAnnual]);
      // ECharts leaves out a point that is nearer than √½ of a pixel to the one before.
      expect(Math.min(...drawn.map(([a = 0, b = 0]) => Math.hypot(a - x, b - y)))).toBeLessThan(Math.SQRT1_2 + 0.01);
    }
  });

  it('keeps the axes of the frontier still while bounds shrink the curve', () => {
    const axes = (data: charts.EfficientFrontierData) => {
      const { xAxis, yAxis } = charts.efficientFrontierChart(data, light);
      return [xAxis, yAxis].map((axis) => {
        const { min, max } = axis as { min: number; max: number };
        return [min, max];
      });
    };
    expect(axes({ ...frontierData, curve: points.slice(40) })).toEqual(axes(frontierData));
    const closeUp = (curve: charts.EfficientFrontierData['curve']) => axes({ ...frontierData, curve, extent: 'curve' });
    expect(closeUp(points.slice(-40))).not.toEqual(closeUp(points));
  });

  it('stacks the weights of every point to their sum', () => {
    const { series } = charts.transitionMapChart({ assets: frontier.assets, curve: points }, light);
    const bands = (series as { id: string; data: [number, number][] }[]).filter(({ id }) => id.startsWith('weight:'));
    for (const index of points.keys()) {
      const sum = bands.reduce((total, { data }) => total + (data[index]?.[1] ?? Number.NaN), 0);
      expect(sum).toBeCloseTo(1, 10);
    }
  });
});

describe('marks', () => {
  const svgOf = (option: EChartsOption) => draw(option, 680, 280).renderToSVGString();

  it('shade the time from peak to recovery of the deepest drawdown, and the window that all assets share', () => {
    expect(svgOf(charts.drawdownChart(risk, light))).toContain(
      `fill="${charts.withOpacity(light.colors.textMuted, 0.06)}"`,
    );
    expect(svgOf(charts.coverageStrip(risk, light))).toContain(
      `fill="${charts.withOpacity(light.colors.accent, 0.08)}"`,
    );
  });

  it('put a dot at the end of a sparkline', () => {
    const svg = svgOf(charts.sparkline({ values: [1, 2, null, 3, null], summary: '' }, light));
    expect(svg).toMatch(/<path d="M1 0A1 1/);
  });

  it('leave out the name of an asset that lies under another one', () => {
    const assets = frontier.assets.slice(-1).flatMap((asset) => [asset, Object.assign({}, asset, { symbol: 'TWIN' })]);
    const svg = svgOf(charts.efficientFrontierChart({ ...frontierData, assets }, light));
    expect([assets[0]?.symbol ?? '', 'TWIN'].filter((symbol) => svg.includes(`>${symbol}<`))).toHaveLength(1);
  });
});

describe('what is missing', () => {
  it('leaves a gap in a line where there is no value', () => {
    const withGap = risk.path.rollingVolatilityAnnual.map((value, index) =>
      index > 400 && index < 500 ? null : value,
    );
    const path = { ...risk.path, rollingVolatilityAnnual: withGap, benchmarkRollingVolatilityAnnual: null };
    const svg = draw(charts.rollingVolatilityChart({ path, benchmark: null }, light), 680, 280).renderToSVGString();
    const line = [...svg.matchAll(/<path d="([^"]+)"[^>]*stroke="([^"]+)" stroke-width="1.75"/g)].find(
      ([, , stroke]) => stroke === light.colors.accent,
    );
    expect(line?.[1]?.match(/M/g)).toHaveLength(2);
  });

  it('leaves a cell empty and a bar out where there is no number', () => {
    const matrix = risk.correlation.matrix.map((row) => [...row]);
    const [first, second] = [matrix[1], matrix[0]];
    if (first) first[0] = null;
    if (second) second[1] = null;
    const { series } = charts.correlationHeatMap({ ...risk.correlation, matrix }, light);
    expect((series as { data: unknown[] }[])[0]?.data).toHaveLength((12 * 11) / 2 - 1);
    const none = { 'standard-deviation': null, 'value-at-risk': null, cvar: null };
    const flat = { contributions: [{ symbol: 'CASH', weight: 1, share: none }], measure: 'cvar' as const };
    const option = charts.riskContributionsChart(flat, light);
    expect((option.series as { data: { value: number | null }[] }[]).map(({ data }) => data[0]?.value)).toEqual([
      null,
      1,
    ]);
    expect(draw(option, 400, 100).renderToSVGString()).not.toContain('of risk');
  });

  it('says so when nothing meets the bounds, when there is no drawdown, and when the window is too short', () => {
    expect(charts.efficientFrontierSummary({ ...frontierData, curve: null })).toMatch(/^No portfolio meets the bounds/);
    expect(charts.drawdownSummary({ path: { dates: [], drawdown: [] }, drawdowns: [] })).toMatch(/never/);
    const short = { ...risk.path, rollingVolatilityAnnual: [null, null] };
    expect(charts.rollingVolatilitySummary({ path: short, benchmark: null })).toMatch(/fewer than 63/);
    const empty = { ...frontierData, curve: null, corners: [], minimumVariance: null, maximumSharpe: null };
    expect(draw(charts.efficientFrontierChart(empty, light), 680, 420).renderToSVGString()).not.toContain('NaN');
  });
});

describe('tooltips', () => {
  it('escape the names of assets, which come from people', () => {
    const contributions = risk.contributions.map((contribution, index) =>
      index === 0 ? Object.assign({}, contribution, { symbol: '<img src=x onerror=alert(1)>' }) : contribution,
    );
    const { tooltip } = charts.riskContributionsChart({ contributions, measure: 'cvar' }, light);
    const { formatter } = tooltip as { formatter: (rows: { dataIndex: number }[]) => string };
    const html = contributions.map((_, dataIndex) => formatter([{ dataIndex }])).join('');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(html).not.toContain('<img');
  });

  it('name every asset that is held at a point of the transition map', () => {
    const { tooltip } = charts.transitionMapChart({ assets: sampleAssets(12), curve: points }, light);
    const { formatter } = tooltip as { formatter: (rows: { dataIndex: number }[]) => string };
    const html = formatter([{ dataIndex: 0 }]);
    const lowestRisk = points.reduce((a, b) => (b.volatilityAnnual < a.volatilityAnnual ? b : a));
    const largest = lowestRisk.weights.indexOf(Math.max(...lowestRisk.weights));
    expect(html).toContain(sampleAssets(12)[largest]?.symbol);
    expect(html).toContain(charts.formatPercent(lowestRisk.weights[largest]));
  });
});
