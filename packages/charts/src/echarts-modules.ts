/** The parts of ECharts that the charts are drawn with. Load this file lazily; add a renderer for the place it runs in. */
import { BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts';
import {
  AriaComponent,
  AxisPointerComponent,
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TooltipComponent,
  VisualMapContinuousComponent,
} from 'echarts/components';
import { LabelLayout } from 'echarts/features';

export { init, use } from 'echarts/core';
export { CanvasRenderer, SVGRenderer } from 'echarts/renderers';

/** `use([...chartModules, CanvasRenderer])` once, before the first `init`. */
export const chartModules = [
  BarChart,
  CustomChart,
  HeatmapChart,
  LineChart,
  ScatterChart,
  AriaComponent,
  AxisPointerComponent,
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TooltipComponent,
  VisualMapContinuousComponent,
  LabelLayout,
];
