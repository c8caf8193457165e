import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { useEffect } from 'react';

/**
 * Merges a mark into a chart that is drawn already: to draw everything again for every move of the pointer would make it
 * stutter. A new drawing has wiped the mark away, so it is merged again after each.
 */
export function useMark(chart: EChartsType | null, drawn: EChartsCoreOption | null, mark: EChartsCoreOption): void {
  useEffect(() => {
    if (chart !== null && drawn !== null) chart.setOption(mark);
  }, [chart, drawn, mark]);
}
