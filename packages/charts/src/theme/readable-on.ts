import type { ChartTheme } from './chart-theme.ts';
import { contrastRatio } from './color.ts';

/** The text colour of the theme, light or dark, that reads best on a background. */
export function readableOn(background: string, theme: ChartTheme): string {
  const { text, surface } = theme.colors;
  return contrastRatio(text, background) >= contrastRatio(surface, background) ? text : surface;
}
