// The public face of the charts: tokens and colours, words for numbers, and one function a chart.
export {
  formatDate,
  formatMoney,
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
