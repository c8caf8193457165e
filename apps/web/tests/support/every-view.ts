/** A page as everybody may have it: wide and narrow, light and dark. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Size, schemes, settled, sizes, type WatchedPage } from './browser.ts';
import { seriousFindings, sidewaysScroll, smallTargets } from './page-checks.ts';

/** No serious finding, no sideways scroll, and on a phone no small target, in each of the four views. */
export async function expectWellInEveryView(page: Page): Promise<void> {
  for (const size of Object.keys(sizes) as Size[]) {
    for (const colorScheme of schemes) {
      await page.setViewportSize(sizes[size].viewport);
      await page.emulateMedia({ colorScheme });
      await page.reload();
      await settled(page);
      const view = `${size}, ${colorScheme}`;
      expect({ view, findings: await seriousFindings(page) }).toEqual({ view, findings: [] });
      expect({ view, sideways: await sidewaysScroll(page) }).toEqual({ view, sideways: 0 });
      if (size === 'phone') expect({ view, small: await smallTargets(page) }).toEqual({ view, small: [] });
    }
  }
}

/** Between the tests that share one page: the console stayed silent since the last call. */
export function expectNoTroubles({ troubles }: WatchedPage): void {
  expect(troubles.splice(0)).toEqual([]);
}
