/** The use of a limit, drawn to SVG: the limit is always in the picture, and what was not measured is a gap and no zero. */
import type { EChartsOption } from 'echarts';
import { describe, expect, it } from 'vitest';
import { chartModules, init, SVGRenderer, use } from '../src/echarts-modules.ts';
import {
  createChartTheme,
  type LimitUtilisationData,
  limitUtilisationChart,
  limitUtilisationSummary,
} from '../src/index.ts';

use([...chartModules, SVGRenderer]);

const data: LimitUtilisationData = {
  limit: '25 %',
  valueText: (value) => `${Number(value) * 100} %`,
  points: [
    { at: '2026-11-20T08:00:00.000Z', value: '0.2', utilisation: 0.8, reason: null },
    { at: '2026-11-20T09:30:00.000Z', value: null, utilisation: null, reason: 'no price of BBB' },
    { at: '2026-11-21T08:00:00.000Z', value: '0.3', utilisation: 1.2, reason: null },
  ],
};
const themes = (['light', 'dark'] as const).flatMap((scheme) =>
  [false, true].map((compact) => createChartTheme({ scheme, compact, reducedMotion: true })),
);

function svgOf(option: EChartsOption): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 600, height: 240 });
  chart.setOption({ ...option, animation: false });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

describe.each(themes)('in $scheme, compact $compact', (theme) => {
  it('draws the limit and the steps, also with one measurement or none', () => {
    for (const points of [data.points, data.points.slice(0, 1), []]) {
      const svg = svgOf(limitUtilisationChart({ ...data, points }, theme));
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
      if (points.length > 0) expect(svg).toContain('Limit 25 %');
    }
  });

  it('leaves a gap where nothing was measured', () => {
    const { series } = limitUtilisationChart(data, theme);
    const [line] = series as { data: unknown[]; connectNulls: boolean }[];
    expect(line?.data[1]).toEqual(['2026-11-20T09:30:00.000Z', null]);
    expect(line?.connectNulls).toBe(false);
  });
});

it('says it in words', () => {
  expect(limitUtilisationSummary(data)).toBe(
    'Use of the limit of 25 % from 20 Nov 2026 to 21 Nov 2026: last 120.0\u00a0% with 30 %, highest 120.0\u00a0% on 21 Nov 2026. ' +
      '1 of 2 measurements were beyond the limit.',
  );
  expect(limitUtilisationSummary({ ...data, points: [] })).toBe('The use of the limit of 25 % was not measured yet.');
});
