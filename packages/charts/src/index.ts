// The public face of the charts: tokens and colours, words for numbers, and one function a chart.
export {
  type CalendarHeatMapData,
  calendarHeatMap,
  calendarHeatMapHeight,
  calendarHeatMapSummary,
} from './charts/calendar-heat-map.ts';
export {
  type CorrelationHeatMapData,
  correlationHeatMap,
  correlationHeatMapHeight,
  correlationHeatMapSummary,
} from './charts/correlation-heat-map.ts';
export {
  type CoverageStripData,
  coverageStrip,
  coverageStripHeight,
  coverageStripSummary,
} from './charts/coverage-strip.ts';
export {
  type CumulativeReturnData,
  cumulativeReturnChart,
  cumulativeReturnSummary,
} from './charts/cumulative-return.ts';
export { type DrawdownData, drawdownChart, drawdownSummary } from './charts/drawdown.ts';
export { efficientFrontierChart, efficientFrontierSummary, frontierSelection } from './charts/efficient-frontier.ts';
export type { EfficientFrontierData, PlanePoint } from './charts/frontier-data.ts';
export {
  type LimitUtilisationData,
  limitUtilisationChart,
  limitUtilisationSummary,
} from './charts/limit-utilisation.ts';
export {
  type ProfitAndLossDistributionData,
  profitAndLossDistributionChart,
  profitAndLossDistributionSummary,
} from './charts/profit-and-loss-distribution.ts';
export {
  type RiskContributionsData,
  riskContributionsChart,
  riskContributionsHeight,
  riskContributionsSummary,
} from './charts/risk-contributions.ts';
export {
  type RollingVolatilityData,
  rollingVolatilityChart,
  rollingVolatilitySummary,
} from './charts/rolling-volatility.ts';
export { type SparklineData, sparkline } from './charts/sparkline.ts';
export {
  type TransitionMapData,
  transitionMapChart,
  transitionMapSummary,
  transitionSelection,
} from './charts/transition-map.ts';
export {
  type ValueAndInvestedData,
  valueAndInvestedChart,
  valueAndInvestedSummary,
} from './charts/value-and-invested.ts';
export {
  formatDate,
  formatMonth,
  formatNumber,
  formatPercent,
  formatSignedNumber,
  formatSignedPercent,
  missing,
} from './format/numbers.ts';
export { assetClassColor, assetColors, type ColoredAsset } from './theme/asset-colors.ts';
export { type ChartTheme, type ChartThemeOptions, createChartTheme } from './theme/chart-theme.ts';
export { contrastRatio, mixColors, withOpacity } from './theme/color.ts';
export {
  accentScale,
  type ColorScale,
  type ColorScheme,
  type ColorTokens,
  colorTokens,
  cssVariables,
  darkScale,
  designTokens,
  neutralScale,
} from './theme/tokens.ts';
