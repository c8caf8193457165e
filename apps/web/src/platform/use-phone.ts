import { useMediaQuery } from '@mantine/hooks';

/** Below this width the page re-flows to one column. The same width stands in the style sheets. */
export const phoneWidthMax = '48em';

export function usePhone(): boolean {
  return useMediaQuery(`(max-width: ${phoneWidthMax})`, false, { getInitialValueInEffect: false }) ?? false;
}
