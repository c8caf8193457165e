/** ECharts with the parts that our charts use, and no others. Loaded when the first chart is shown. */
import { CanvasRenderer, chartModules, init, use } from '@riskoptimizer/charts/echarts-modules';

use([...chartModules, CanvasRenderer]);

export { init };
