import { readFileSync } from 'node:fs';
import type {
  HoldingGroups,
  LedgerTransaction,
  Portfolio,
  PortfolioTargets,
  RebalancingPlan,
} from '@riskoptimizer/contracts';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partOrSkip } from '../../../infra/launch/test-parts.ts';
import { money, percent, signedPercent } from '../src/platform/format.ts';
import { askAsDemo, demoOf, getJson, portfoliosOf } from './support/api.ts';
import { launchBrowser, openPage, patient, type Size, schemes, settled, sizes } from './support/browser.ts';
import { seriousFindings, sidewaysScroll, smallTargets } from './support/page-checks.ts';
import { type RunningServer, startServer } from './support/server.ts';

describe.skipIf(partOrSkip('chromium'))('the rebalance page', () => {
  let server: RunningServer;
  let browser: Browser;
  let demo: Portfolio;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchBrowser()]);
    demo = await demoOf(server.url);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const planOf = async (request: unknown, id = demo.id): Promise<RebalancingPlan> => {
    const answer = await askAsDemo(server.url, `/portfolios/${id}/rebalancing`, {
      method: 'POST',
      body: JSON.stringify(request),
    });
    expect(answer.status).toBe(200);
    return (await answer.json()) as RebalancingPlan;
  };
  const equalWeights = ({ holdings }: Portfolio) => ({
    kind: 'weights',
    items: holdings.map(({ assetId }) => ({ assetId, weight: 1 / holdings.length })),
  });

  it('begins with the trades to equal weights, follows the rules of the address, and saves the trades as a file', async () => {
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.goto(`/rebalance?portfolio=${demo.id}`);
    await settled(page);
    const plan = await planOf({ targets: equalWeights(demo) });
    expect(await page.getByTestId('verdict').textContent()).toBe(plan.verdict);
    const rows = page.getByRole('region', { name: 'Trades' }).locator('tbody tr');
    expect(await rows.count()).toBe(plan.trades.length);
    const figures = (await page.getByLabel('The trades in figures').textContent()) ?? '';
    for (const text of [percent(plan.turnover), percent(plan.drift.before), money(plan.cashLeft, plan.baseCurrency)])
      expect(figures).toContain(text);

    await page.getByLabel('Cash to invest, − to raise').fill('25000');
    await page.getByRole('radiogroup', { name: 'Selling' }).getByText('buys only').click();
    await page.waitForURL(/cash=25000/);
    await page.waitForURL(/sells=no/);
    const bought = await planOf({ targets: equalWeights(demo), cash: '25000.00', allowSells: false });
    await expect.poll(() => page.getByTestId('verdict').textContent(), patient).toBe(bought.verdict);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download CSV of Trades' }).click(),
    ]);
    const lines = readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(lines).toHaveLength(bought.trades.length + 1);
    expect(lines[1]).toContain(`${bought.trades[0]?.symbol},buy,${Number(bought.trades[0]?.quantity)}`);
    expect(troubles).toEqual([]);
    await close();
  });

  it('saves targets with bands, and refuses those that sum to too much', async () => {
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.goto(`/rebalance?portfolio=${demo.id}`);
    await settled(page);
    const [first] = demo.holdings;
    const panel = page.getByRole('region', { name: 'Targets' });
    await panel.getByRole('button', { name: 'Use equal weights' }).click();
    const save = panel.getByRole('button', { name: 'Save the targets' });
    const target = panel.getByLabel(`Target of ${first?.symbol}`, { exact: true });
    const equal = await target.inputValue();
    await target.fill('99');
    await panel.getByText('they may sum to 100 % at most').waitFor();
    expect(await save.isDisabled()).toBe(true);
    await target.fill(equal);
    await panel.getByLabel(`Band in points of ${first?.symbol}`).fill('2,5');
    await panel.getByText('Sum 100 %, rest for cash 0 %').waitFor();
    await save.click();
    await expect.poll(() => page.getByLabel('Go to').inputValue(), patient).toBe('saved');
    const saved = await getJson<PortfolioTargets>(server.url, `/portfolios/${demo.id}/targets`);
    expect(saved.items).toHaveLength(demo.holdings.length);
    expect(saved.items.find(({ assetId }) => assetId === first?.assetId)).toMatchObject({ bandAbsolute: 0.025 });
    await page.getByRole('radiogroup', { name: 'Trade', exact: true }).getByText('outside its band').click();
    const plan = await planOf({ targets: { kind: 'saved' }, trigger: 'outside-band' });
    await expect.poll(() => page.getByTestId('verdict').textContent(), patient).toBe(plan.verdict);
    expect(troubles).toEqual([]);
    await close();
  });

  it('saves targets by group, and shows how far each group is off, here and among the holdings', async () => {
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.goto(`/rebalance?portfolio=${demo.id}`);
    await settled(page);
    const panel = page.getByRole('region', { name: 'Targets' });
    await panel.getByLabel('Targets for').selectOption('asset-class');
    const { groups } = await getJson<HoldingGroups>(server.url, `/portfolios/${demo.id}/groups?by=asset-class`);
    const [first, second] = groups.map(({ group }) => group?.replaceAll('-', ' ') ?? '') as [string, string];
    await panel.getByLabel(`Target of ${first}`, { exact: true }).fill('90');
    await panel.getByLabel(`Target of ${second}`, { exact: true }).fill('30');
    await panel.getByText('Take 20 points off').waitFor();
    await panel.getByRole('button', { name: 'Scale to 100 %' }).click();
    await panel.getByText('Sum 100 %, rest for cash 0 %').waitFor();
    await panel.getByLabel(`Band in points of ${first}`).fill('1');
    await panel.getByRole('button', { name: 'Save the targets' }).click();
    const saved = async () => await getJson<PortfolioTargets>(server.url, `/portfolios/${demo.id}/targets`);
    await expect.poll(async () => (await saved()).by, patient).toBe('asset-class');
    const { items } = await saved();
    expect(items.map(({ target, bandAbsolute }) => [target, bandAbsolute])).toEqual([
      [0.75, 0.01],
      [0.25, null],
    ]);
    const drift = `${signedPercent(items[0]?.drift)} ◆`;
    await panel.getByRole('row', { name: first }).getByText(drift).waitFor();

    await page.goto(`/holdings?portfolio=${demo.id}`);
    await page.getByRole('button', { name: 'Show their drift' }).click();
    await page.waitForURL(/group=asset-class/);
    await page
      .getByRole('region', { name: /^Holdings of/ })
      .getByRole('row', { name: first })
      .getByText(drift)
      .waitFor();
    expect(troubles).toEqual([]);
    await close();
  });

  it('enters the trades into a ledger once, and then finds little left to do', async () => {
    const summaries = await portfoliosOf(server.url);
    const portfolios = await Promise.all(
      summaries.map(({ id }) => getJson<Portfolio>(server.url, `/portfolios/${id}`)),
    );
    const ledger = portfolios.find(({ allocationKind }) => allocationKind === 'ledger');
    if (!ledger) throw new Error('The demo has no portfolio with a ledger.');
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.goto(`/rebalance?portfolio=${ledger.id}&aim=equal`);
    await settled(page);
    const plan = await planOf({ targets: equalWeights(ledger) }, ledger.id);
    expect(plan.transactions.length).toBeGreaterThan(0);
    await page.getByRole('button', { name: `Enter as ${plan.transactions.length} transaction` }).click();
    await page.getByText(`entered at today’s date`).waitFor();
    await page.getByRole('link', { name: 'See the transactions' }).waitFor();
    const { items } = await getJson<{ items: LedgerTransaction[] }>(
      server.url,
      `/portfolios/${ledger.id}/transactions?limit=200`,
    );
    const today = items.filter(({ content }) => content.date === plan.transactions[0]?.date);
    expect(today.map(({ content }) => content.kind).sort()).toEqual(plan.transactions.map(({ kind }) => kind).sort());
    const rows = page.getByRole('region', { name: 'Trades' }).locator('tbody tr');
    await expect.poll(() => rows.count(), patient).toBeLessThan(plan.trades.length);
    expect(troubles).toEqual([]);
    await close();
  });

  it('has no serious finding, no sideways scroll and no small target', async () => {
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.goto(`/rebalance?portfolio=${demo.id}&aim=minimum-variance`);
    await settled(page);
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
    expect(troubles).toEqual([]);
    await close();
  });
});
