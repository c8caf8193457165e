/** What can be measured of any page: findings of axe, the size of what is touched, and whether it scrolls sideways. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** What axe finds serious or critical: the rule, and the elements it is about. */
export async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

/** Controls that are lower than 44 px. Links within a sentence are as high as the sentence. */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('button, summary, select, [role="button"], nav a, input:not([type="file"])')]
      .filter((element) => {
        const style = getComputedStyle(element);
        const isHidden = style.visibility === 'hidden' || style.opacity === '0' || style.clipPath !== 'none';
        // A box or a radio is as large as the label that works it.
        const target = element.matches('input[type="radio"]')
          ? element.nextElementSibling
          : element.matches('input[type="checkbox"]')
            ? ((element as HTMLInputElement).labels?.[0] ?? element)
            : element;
        const box = target?.getBoundingClientRect();
        return !isHidden && box !== undefined && box.width > 0 && box.height < 43.5;
      })
      .map((element) => `${element.outerHTML.slice(0, 120)} ${Math.round(element.getBoundingClientRect().height)}`),
  );
}

/** How far the page as a whole scrolls sideways, in pixels. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}
