/** What a chart needs to know about where it will be shown. */
import { type ColorScheme, type ColorTokens, colorTokens, designTokens } from './tokens.ts';

export interface ChartTheme {
  readonly scheme: ColorScheme;
  readonly colors: ColorTokens;
  readonly fontFamily: string;
  /** True when the reader asked for less motion, and always for pictures. */
  readonly reducedMotion: boolean;
  /** True on a phone-sized panel: fewer ticks, smaller margins. */
  readonly compact: boolean;
}

export interface ChartThemeOptions {
  readonly scheme: ColorScheme;
  readonly reducedMotion?: boolean;
  readonly compact?: boolean;
  readonly fontFamily?: string;
}

export function createChartTheme({
  scheme,
  reducedMotion = false,
  compact = false,
  fontFamily = designTokens.fontFamily,
}: ChartThemeOptions): ChartTheme {
  return { scheme, colors: colorTokens[scheme], fontFamily, reducedMotion, compact };
}
