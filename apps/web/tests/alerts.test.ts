import type { Alert, AlertRule, Asset, Portfolio } from '@riskoptimizer/contracts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partOrSkip } from '../../../infra/launch/test-parts.ts';
import { makeAccount, makeOwner, openPageOf } from './support/accounts.ts';
import { askAsDemo, getJson } from './support/api.ts';
import { launchBrowser, openPage, patient, settled } from './support/browser.ts';
import { expectNoTroubles, expectWellInEveryView } from './support/every-view.ts';
import { dollarAssetsOf } from './support/ledger.ts';
import { seriousFindings } from './support/page-checks.ts';
import { bob } from './support/people.ts';
import { type RunningServer, startServer } from './support/server.ts';

describe.skipIf(partOrSkip('chromium'))('the alerts page', () => {
  let server: RunningServer;
  let browser: Browser;
  let first: Asset;
  let second: Asset;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchBrowser()]);
    [first, second] = (await dollarAssetsOf(server.url)) as [Asset, Asset];
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const ask = async <Body>(method: string, path: string, body: unknown, headers = {}): Promise<Body> => {
    const answer = await askAsDemo(server.url, path, { method, body: JSON.stringify(body), headers });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Body;
  };
  const content = (name: string, share: number) => ({
    name,
    baseCurrency: 'USD',
    allocation: {
      kind: 'weights',
      items: [
        { assetId: first.id, weight: share },
        { assetId: second.id, weight: 1 - share },
      ],
    },
  });
  const newPortfolio = (name: string, share: number) => ask<Portfolio>('POST', '/portfolios', content(name, share));
  const reweigh = async (id: string, share: number) => {
    const { name, version } = await getJson<Portfolio>(server.url, `/portfolios/${id}`);
    await ask('PUT', `/portfolios/${id}`, content(name, share), { 'if-match': `"${version}"` });
  };
  const newRule = (portfolioId: string, rule: Record<string, unknown>) =>
    ask<AlertRule>('POST', `/portfolios/${portfolioId}/alert-rules`, { comparison: 'above', ...rule });
  const rulesOf = async (id: string) =>
    (await getJson<{ items: AlertRule[] }>(server.url, `/portfolios/${id}/alert-rules`)).items;
  const openAlertsOf = async (id: string) =>
    (await getJson<{ items: Alert[] }>(server.url, `/alerts?portfolioId=${id}&open=true`)).items;
  const verdict = (page: Page) => page.getByTestId('verdict').textContent();

  it('makes a rule, shows its alert live when the allocation crosses it, and acknowledges it with a note', async () => {
    const { id } = await newPortfolio('Watched', 0.2);
    const watched = await openPage(browser, server.url);
    const { page } = watched;
    await page.goto(`/alerts?portfolio=${id}`);
    await page.getByRole('button', { name: 'Make the first rule' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByLabel('Name').fill('At most a quarter');
    await drawer.getByLabel('Threshold').fill('1,250');
    await drawer.getByRole('button', { name: 'Make the rule' }).click();
    await drawer.getByText('expected an asset').waitFor();
    await drawer.getByText('can be read in two ways').waitFor();
    await drawer.getByLabel('Measured of').selectOption(first.id);
    await drawer.getByLabel('Threshold').fill('25');
    await drawer.getByLabel('Over when back by').fill('2,5');
    expect(await seriousFindings(page)).toEqual([]);
    await drawer.getByRole('button', { name: 'Make the rule' }).click();
    await drawer.waitFor({ state: 'hidden' });

    const row = page.getByRole('region', { name: 'Rules' }).locator('tbody tr');
    await row.getByText('within, nearly used up').waitFor();
    const [rule] = await rulesOf(id);
    expect(rule).toMatchObject({
      threshold: '0.25',
      hysteresis: '0.025',
      isLimit: true,
      subject: { assetId: first.id },
    });
    const written = ((await row.textContent()) ?? '').replaceAll('\u00a0', ' ');
    for (const text of [first.symbol, '20 %', 'above 25 %', '80 %', 'in the app']) expect(written).toContain(text);
    expect(await verdict(page)).toBe('No alert is open; of 1 rule of this portfolio 1 nearly used up.');

    // Nothing is done in the page: what comes now comes by itself.
    await reweigh(id, 0.4);
    const open = page.getByRole('region', { name: 'Open alerts' });
    await open.getByText(`Weight of ${first.symbol} in Watched is 40 %, above 25 %.`).waitFor();
    await open.getByText('limit exceeded').waitFor();
    await row.getByText('beyond', { exact: true }).waitFor();
    await row.getByText('160').waitFor();
    expect(await verdict(page)).toBe('1 alert is open, 1 not seen yet; of 1 rule of this portfolio 1 beyond.');
    const place = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: /Alerts/ });
    expect(await place.textContent()).toBe('Alerts1 open');

    await open.getByLabel(/^Note on: /).fill('Sold tomorrow');
    await open.getByRole('button', { name: /^Acknowledge: / }).click();
    await open.getByText('Sold tomorrow').waitFor();
    const [alert] = await openAlertsOf(id);
    expect(alert?.acknowledged).toMatchObject({ note: 'Sold tomorrow' });
    expect(await verdict(page)).toMatch(/^1 alert is open, all seen;/);

    await reweigh(id, 0.1);
    await open.waitFor({ state: 'detached' });
    await page.getByRole('region', { name: 'Earlier alerts' }).first().getByText('Sold tomorrow').waitFor();
    const chart = page.getByRole('img', { name: /^Use of the limit of 25/ });
    await expect.poll(() => chart.getAttribute('aria-label'), patient).toMatch(/1 of \d measurements were beyond/);
    expectNoTroubles(watched);
    await watched.close();
  });

  it('changes a rule, turns it off, and brings a deleted one back', async () => {
    const { id } = await newPortfolio('Changed', 0.5);
    await newRule(id, { name: 'Swings', measure: 'volatility', subject: { kind: 'portfolio' }, threshold: '0.9' });
    const watched = await openPage(browser, server.url);
    const { page } = watched;
    await page.goto(`/alerts?portfolio=${id}`);
    await settled(page);
    await page.getByRole('button', { name: 'Change Swings' }).click();
    const drawer = page.getByRole('dialog');
    expect(await drawer.getByLabel('Threshold').inputValue()).toBe('90');
    await drawer.getByLabel('What is measured').selectOption('cvar');
    await drawer.getByLabel('Confidence').fill('97.5');
    await drawer.getByLabel('Threshold').fill('50');
    await drawer.getByLabel('It is a limit').check();
    await drawer.getByLabel('e-mail').check();
    await drawer.getByRole('button', { name: 'Save' }).click();
    await drawer.waitFor({ state: 'hidden' });
    const row = page.getByRole('region', { name: 'Rules' }).locator('tbody tr');
    await row.getByText('CVaR (97.5').waitFor();
    const [changed] = await rulesOf(id);
    const expected = {
      measure: 'cvar',
      confidence: 0.975,
      threshold: '0.5',
      isLimit: true,
      channels: ['in-app', 'email'],
    };
    expect(changed).toMatchObject(expected);

    await page.getByRole('button', { name: 'Turn off Swings' }).click();
    await row.getByText('off', { exact: true }).waitFor();
    expect(await verdict(page)).toMatch(/of 1 rule of this portfolio none is on\.$/);
    await page.getByRole('button', { name: 'Delete Swings' }).click();
    await page.getByText('Nothing is watched yet').waitFor();
    const undo = page.getByRole('button', { name: 'Undo' });
    await undo.waitFor();
    expect(await rulesOf(id)).toEqual([]);
    await undo.click();
    await row.getByText('Swings').waitFor();
    expect((await rulesOf(id))[0]).toMatchObject({ ...expected, enabled: false });
    expectNoTroubles(watched);
    await watched.close();
  });

  it('shows what the server refuses at its field, and why there is no data', async () => {
    const { id } = await newPortfolio('Refused', 0.5);
    await newRule(id, {
      name: 'Drift',
      measure: 'drift',
      subject: { kind: 'portfolio' },
      threshold: '0.05',
      isLimit: true,
    });
    await expect.poll(async () => (await rulesOf(id))[0]?.state, patient).toBe('no-data');
    const { page, close } = await openPage(browser, server.url);
    await page.goto(`/alerts?portfolio=${id}&rule=new`);
    await settled(page);
    const [{ stateReason }] = (await rulesOf(id)) as [AlertRule];
    const row = page.getByRole('region', { name: 'Rules' }).locator('tbody tr');
    await row.getByText(stateReason ?? 'no reason', { exact: true }).waitFor();
    expect(await row.textContent()).not.toMatch(/\b0\s?%/);

    const drawer = page.getByRole('dialog');
    await drawer.getByLabel('Name').fill('Beyond any number');
    await drawer.getByLabel('What is measured').selectOption('data-age');
    await drawer.getByLabel('Threshold').fill('3');
    await page.route(/\/alert-rules$/, async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      // What the page would never send, the server is asked all the same.
      const body = { ...route.request().postDataJSON(), hysteresis: '-1' };
      return route.continue({ postData: JSON.stringify(body) });
    });
    await drawer.getByRole('button', { name: 'Make the rule' }).click();
    await drawer.getByText('expected a decimal of at least zero').waitFor();
    expect(await drawer.getByLabel('Over when back by').getAttribute('aria-invalid')).toBe('true');
    expect(await rulesOf(id)).toHaveLength(1);
    await close();
  });

  it('has no serious finding, no sideways scroll and no small target', async () => {
    const { id } = await newPortfolio('Looked at', 0.6);
    const asset = { kind: 'asset', assetId: first.id };
    await newRule(id, { name: 'Half at most', measure: 'weight', subject: asset, threshold: '0.5', isLimit: true });
    await newRule(id, { name: 'Too cheap', measure: 'price', subject: asset, comparison: 'below', threshold: '0.01' });
    await expect.poll(async () => (await openAlertsOf(id)).length, patient).toBe(1);
    const watched = await openPage(browser, server.url);
    await watched.page.goto(`/alerts?portfolio=${id}`);
    await settled(watched.page);
    await expectWellInEveryView(watched.page);
    // The page asks again by itself, and a reload ends what is on its way.
    const troubles = watched.troubles.filter((trouble) => !trouble.endsWith('net::ERR_ABORTED'));
    expect(troubles).toEqual([]);
    await watched.close();
  });

  // The last one: with an account on the server there is no demo any more.
  it('sets a webhook, shows its secret once, and refuses an address of the own network', async () => {
    const owner = await makeOwner(server);
    const { client } = await makeAccount(server, owner, bob, 'analyst');
    await client.loadDemo();
    const [portfolio] = await client.listAllPortfolios();
    const portfolioId = portfolio?.id ?? 'none';
    const { id: ruleId } = await client.createAlertRule({
      portfolioId,
      content: {
        name: 'Fresh prices',
        measure: 'data-age',
        subject: { kind: 'portfolio' },
        comparison: 'above',
        threshold: '3650',
        channels: ['in-app', 'webhook'],
      },
    });
    const watched = await openPageOf(browser, server, bob, `/alerts?portfolio=${portfolioId}`);
    const { page } = watched;
    await settled(page);
    await page.getByText('no address is set for the webhook').waitFor();
    await page.getByRole('button', { name: 'Change Fresh prices' }).click();
    const webhook = page.getByRole('dialog').getByRole('region', { name: 'Webhook' });
    const set = webhook.getByRole('button', { name: 'Set the address and make a secret' });
    await webhook.getByLabel('Address').fill('https://127.0.0.1/alerts');
    await set.click();
    await expect.poll(() => webhook.getByLabel('Address').getAttribute('aria-invalid'), patient).toBe('true');
    expect(watched.troubles.splice(0)).toEqual([expect.stringMatching(/^status 400: .*\/webhook$/)]);

    await webhook.getByLabel('Address').fill('https://hooks.example.com/alerts');
    await set.click();
    const secret = (await webhook.getByLabel('Secret of the webhook').textContent()) ?? '';
    expect(secret.length).toBeGreaterThan(30);
    expect(await seriousFindings(page)).toEqual([]);
    await webhook.getByLabel('I have kept it').check();
    await webhook.getByRole('button', { name: 'Done' }).click();
    await webhook.getByText('Alerts are posted to hooks.example.com').waitFor();
    await page.reload();
    await webhook.getByText('Alerts are posted to hooks.example.com').waitFor();
    expect(await page.content()).not.toContain(secret);
    await webhook.getByRole('button', { name: 'Remove the webhook' }).click();
    await webhook.getByText('No address is set.').waitFor();
    expect((await client.getAlertRule({ portfolioId, ruleId })).webhook).toBeNull();
    expectNoTroubles(watched);
    await watched.close();
  });
});
