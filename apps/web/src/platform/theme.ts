/** The design tokens of the charts package as a Mantine theme: one set of colours for words, controls and charts. */
import { type CSSVariablesResolver, createTheme, localStorageColorSchemeManager } from '@mantine/core';
import {
  accentScale,
  type ColorScheme,
  cssVariables,
  darkScale,
  designTokens,
  neutralScale,
} from '@riskoptimizer/charts';

/** `public/start.js` reads the same key before the first paint. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: 'riskoptimizer-color-scheme' });

export const theme = createTheme({
  colors: { accent: accentScale, dark: darkScale, gray: neutralScale },
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  fontFamily: designTokens.fontFamily,
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '18px' },
  defaultRadius: designTokens.radius.small,
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs' } },
    NativeSelect: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs', transitionDuration: 0 } },
    Popover: { defaultProps: { shadow: 'md' } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close the note' } } },
  },
});

function schemeVariables(scheme: ColorScheme): Record<string, string> {
  return {
    ...cssVariables(scheme),
    '--mantine-color-body': 'var(--ro-surface)',
    '--mantine-color-text': 'var(--ro-text)',
    '--mantine-color-bright': 'var(--ro-text)',
    '--mantine-color-dimmed': 'var(--ro-text-muted)',
    '--mantine-color-placeholder': 'var(--ro-text-muted)',
    '--mantine-color-anchor': 'var(--ro-accent)',
    '--mantine-color-error': 'var(--ro-loss)',
    '--mantine-color-success': 'var(--ro-gain)',
    '--mantine-color-default': 'var(--ro-surface)',
    '--mantine-color-default-color': 'var(--ro-text)',
    '--mantine-color-default-hover': 'var(--ro-surface-sunken)',
    '--mantine-color-default-border': 'var(--ro-border-strong)',
  };
}

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: schemeVariables('light'),
  dark: schemeVariables('dark'),
});
