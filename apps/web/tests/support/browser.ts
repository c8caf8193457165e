/** A real Chromium, and pages that keep a note of everything that should not happen on them. */
import { type Browser, type BrowserContextOptions, chromium, type Page, type Response } from 'playwright-core';
import { chromiumPath } from '../../../../infra/launch/test-parts.ts';

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const sizes = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
} as const satisfies Record<string, BrowserContextOptions>;
export type Size = keyof typeof sizes;
export const schemes = ['light', 'dark'] as const;

export function launchBrowser(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('No Chromium: the test should have been skipped.');
  return chromium.launch({ executablePath: chromiumPath, args: quiet });
}

/** How long `expect.poll` may take on a busy machine; without it, it gives up after a second. */
export const patient = { timeout: 15_000 };

export interface WatchedPage {
  readonly page: Page;
  /** Console errors and warnings, uncaught errors, failed requests, requests to other servers. */
  readonly troubles: string[];
  readonly close: () => Promise<void>;
}

export interface PageOptions extends BrowserContextOptions {
  readonly size?: Size;
  /** `demo` presses the button of the demo first; `nobody` begins before the door. */
  readonly as?: 'demo' | 'nobody';
}

/** Opens a page in a context of its own. The browser's own note about an answer with an error status is left to the status itself. */
export async function openPage(
  browser: Browser,
  baseURL: string,
  { size = 'desktop', as = 'demo', ...options }: PageOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ baseURL, reducedMotion: 'reduce', ...sizes[size], ...options });
  const page = await context.newPage();
  if (as === 'demo') await enterDemo(page);
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (!['error', 'warning'].includes(message.type())) return;
    if (message.text().startsWith('Failed to load resource')) return;
    troubles.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`uncaught: ${error.message}`));
  page.on('requestfailed', (request) => {
    const error = request.failure()?.errorText ?? '';
    // Whoever goes to another page does not wait for what the last one still asked for.
    if (error !== 'net::ERR_ABORTED') troubles.push(`failed: ${request.url()} ${error}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && !isNobodyYet(response))
      troubles.push(`status ${response.status()}: ${response.url()}`);
  });
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== new URL(baseURL).origin) troubles.push(`external: ${request.url()}`);
  });
  return { page, troubles, close: () => context.close() };
}

/** One keypress, as a newcomer does it. */
export async function enterDemo(page: Page): Promise<void> {
  await page.goto('/sign-in');
  const door = page.getByRole('button', { name: 'Look at the demo' });
  await door.waitFor();
  await page.keyboard.press('Enter');
  await door.waitFor({ state: 'detached' });
  // What the first page asks for is on its way: the test begins with a page of its own.
  await settled(page);
}

/** Whether somebody is signed in is asked before it is known, and may be answered by no. */
function isNobodyYet(response: Response): boolean {
  return response.status() === 401 && response.url().endsWith('/api/v1/auth/refresh');
}

/** The page has its figures, and no chart is still on its way. */
export async function settled(page: Page): Promise<void> {
  await page.getByTestId('verdict').first().waitFor();
  await page.waitForFunction(
    () =>
      document.querySelector('[aria-busy="true"]') === null &&
      document.querySelector('.mantine-Skeleton-root') === null,
  );
}
