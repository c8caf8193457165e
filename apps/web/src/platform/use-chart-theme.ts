import { useComputedColorScheme } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { type ChartTheme, createChartTheme } from '@riskoptimizer/charts';
import { useMemo } from 'react';
import { usePhone } from './use-phone.ts';
import { usePrinting } from './use-printing.ts';

/** What charts need to know about this screen. Changes with the colour scheme and the width. */
export function useChartTheme(): ChartTheme {
  const scheme = useComputedColorScheme('light');
  const reducedMotion = useReducedMotion(false, { getInitialValueInEffect: false });
  const compact = usePhone();
  const printing = usePrinting();
  return useMemo(
    () => createChartTheme({ scheme, reducedMotion: reducedMotion || printing, compact }),
    [scheme, reducedMotion, printing, compact],
  );
}
