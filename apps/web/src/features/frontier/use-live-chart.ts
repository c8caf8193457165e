import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { useEffect, useRef } from 'react';

export interface LiveChart {
  /** The whole picture of this moment. */
  readonly option: EChartsCoreOption;
  /** The mark of the selected point, which the picture has already. */
  readonly rest: EChartsCoreOption;
  /** The mark under the pointer; null when the pointer is elsewhere. */
  readonly moved: EChartsCoreOption | null;
}

/**
 * Keeps a chart at its picture by changing what differs, in the next frame: to build it anew for every bound that moves, or
 * for every move of the pointer, would make it stutter.
 */
export function useLiveChart(chart: EChartsType | null, { option, rest, moved }: LiveChart): void {
  useEffect(() => {
    chart?.setOption(option, { replaceMerge: ['series'], lazyUpdate: true });
  }, [chart, option]);

  const isMoved = useRef(false);
  useEffect(() => {
    // A new picture has put the mark back to rest.
    if (chart !== null && option !== null && (moved !== null || isMoved.current)) chart.setOption(moved ?? rest);
    isMoved.current = moved !== null;
  }, [chart, option, moved, rest]);
}
