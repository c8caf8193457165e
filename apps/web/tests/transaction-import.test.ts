import { readFileSync } from 'node:fs';
import type { Asset, LedgerHoldings, Portfolio, TransactionList } from '@riskoptimizer/contracts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { partOrSkip } from '../../../infra/launch/test-parts.ts';
import { makeAccount, makeOwner, openPageOf } from './support/accounts.ts';
import { askAsDemo, getJson } from './support/api.ts';
import { launchBrowser, openPage, patient, settled, type WatchedPage } from './support/browser.ts';
import { expectNoTroubles, expectWellInEveryView } from './support/every-view.ts';
import { demoLedgerOf, dollarAssetsOf, newLedger } from './support/ledger.ts';
import { bob } from './support/people.ts';
import { type RunningServer, startServer } from './support/server.ts';

/** As a broker in the United States writes it: a preamble, signs of currencies, a total at the end of the words. */
const brokerCsv = (symbol: string, more: readonly string[] = []) =>
  [
    'Transactions for account XXXX-1234',
    'Date,Action,Symbol,Quantity,Price,Fees & Comm,Amount,Currency',
    '01/02/2024,Deposit,,,,,"$10,000.00",USD',
    `01/15/2024,Buy,${symbol},10,$100.00,$1.00,"-$1,001.00",USD`,
    `01/16/2024,Buy,${symbol},1,$100.00,,-$100.00,USD`,
    `01/17/2024,Sell,${symbol},2,$110.00,,$220.00,USD`,
    '01/18/2024,Buy,UNHEARD OF,1,$10.00,,-$10.00,USD',
    `01/19/2024,Frobnicate,${symbol},,,,$1.50,USD`,
    ...more,
  ].join('\n');

/** Every number can be read in two ways, and so can every date. */
const doubtfulCsv = (symbol: string) =>
  [
    'Datum;Typ;Symbol;Anzahl;Kurs;Währung',
    `02/03/2024;Kauf;${symbol};1.250;2.125;USD`,
    `04/05/2024;Kauf;${symbol};2.000;3.500;USD`,
  ].join('\n');

describe.skipIf(partOrSkip('chromium'))('the import of transactions', () => {
  let server: RunningServer;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;
  let assets: Asset[];
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchBrowser()]);
    assets = await dollarAssetsOf(server.url);
    watched = await openPage(browser, server.url);
    page = watched.page;
  });
  afterEach(() => expectNoTroubles(watched));
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const symbol = () => assets[0]?.symbol ?? '';
  const contents = async (id: string) =>
    (await getJson<TransactionList>(server.url, `/portfolios/${id}/transactions?limit=500`)).items.map(
      ({ content }) => content,
    );
  const exported = async (id: string, format: 'csv' | 'xlsx'): Promise<Buffer> => {
    const answer = await askAsDemo(server.url, `/portfolios/${id}/transactions/export?format=${format}`);
    expect(answer.status).toBe(200);
    return Buffer.from(await answer.arrayBuffer());
  };
  const verdict = () => page.getByTestId('verdict');
  const rows = () => page.getByRole('region', { name: 'Rows of the file' }).locator('tbody tr');
  const step = (name: string) => page.getByRole('navigation', { name: 'Steps of the import' }).getByText(name);
  const next = () => page.getByRole('button', { name: 'Next', exact: true }).click();
  const chooseFile = (name: string, content: string | Buffer) =>
    page
      .locator('input[type="file"]')
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });
  async function begin(id: string, name: string, content: string | Buffer): Promise<void> {
    await page.goto(`/transactions/import?portfolio=${id}`);
    await page.getByText('Drop a file of transactions here').waitFor();
    await chooseFile(name, content);
    await page.waitForURL(/import=/);
    await settled(page);
  }

  it('takes the file of a broker from the Transactions page to the ledger, and asks what it cannot know', async () => {
    const id = await newLedger(server.url, 'Of a broker');
    await page.goto(`/transactions?portfolio=${id}`);
    await page.getByRole('link', { name: 'Import a file' }).click();
    await page.getByText('Drop a file of transactions here').waitFor();
    await chooseFile('broker.csv', brokerCsv(symbol()));
    await page.waitForURL(/import=/);
    await settled(page);
    expect(await verdict().textContent()).toBe('4 of 6 rows can be stored; 2 have errors. 1 question to answer.');
    expect(await page.getByLabel('What was recognised').textContent()).toContain('columns named in line 2');
    expect(await page.getByLabel('Order of dates').locator('option:checked').textContent()).toBe(
      'Month first, 12/31/2024 (found)',
    );
    expect(await page.getByLabel('Column Fees & Comm is read as').inputValue()).toBe('fee');

    await page.getByLabel('“Frobnicate” means').selectOption('dividend');
    await page.getByRole('button', { name: 'Read it so' }).click();
    await page.getByText('5 of 6 rows can be stored; 1 has errors.').waitFor();
    await next();
    await page.getByText('1 of 2 securities is known; 1 row waits for the other one.').waitFor();
    await page.getByLabel('Asset of UNHEARD OF').selectOption(assets[1]?.id ?? '');
    await page.getByRole('button', { name: 'Take 1 choice' }).click();
    await page.getByText('All 2 securities are known.').waitFor();
    expect(await contents(id)).toEqual([]);
    await next();
    await page.getByText('6 of 6 rows will be stored.').waitFor();
    await page.getByRole('button', { name: 'Store 6 transactions' }).click();
    await page.getByText('6 transactions of broker.csv are in the ledger; no row was left out.').waitFor();

    const { holdings, cash } = await getJson<LedgerHoldings>(server.url, `/portfolios/${id}/holdings`);
    expect(holdings.map(({ assetId, quantity }) => [assetId, quantity]).sort()).toEqual(
      [
        [assets[0]?.id, '9'],
        [assets[1]?.id, '1'],
      ].sort(),
    );
    expect(cash.map(({ amount }) => Number(amount))).toEqual([10_000 - 1001 - 100 + 220 - 10 + 1.5]);
    await page.getByRole('link', { name: 'See the transactions' }).click();
    await page.waitForURL(/\/transactions\?portfolio=/);
    await settled(page);
    expect(await page.getByRole('region', { name: 'Transactions', exact: true }).locator('tbody tr').count()).toBe(6);
  });

  it('shows the same file again beside the ledger, and stores of it only what is new and what is asked for', async () => {
    const id = await newLedger(server.url, 'Twice');
    const first = brokerCsv(symbol()).split('\n').slice(0, 6).join('\n');
    await begin(id, 'first.csv', first);
    await step('Rows to store').click();
    await page.getByRole('button', { name: 'Store 4 transactions' }).click();
    await page.getByText('4 transactions of first.csv are in the ledger').waitFor();

    await page.getByRole('button', { name: 'Import another file' }).click();
    await chooseFile('second.csv', `${first}\n01/22/2024,Buy,${symbol()},3,$90.00,,-$270.00,USD`);
    await page.waitForURL(/import=/);
    await settled(page);
    await step('Rows to store').click();
    await page.getByText('1 of 5 rows will be stored; left out: 4 that look like the ledger’s.').waitFor();
    await page.getByLabel('Show', { exact: true }).selectOption('duplicate');
    await page.waitForURL(/rows=duplicate/);
    await expect.poll(() => rows().count(), patient).toBe(4);
    const link = rows()
      .nth(1)
      .getByRole('link', { name: /Buy of 15 Jan 2024 in the ledger/ });
    expect(await link.getAttribute('href')).toMatch(/\/transactions\?portfolio=.*edit=/);

    // All of them but one, then only one of them.
    await page.getByText('Store them as well').click();
    await page.getByText('5 of 5 rows will be stored, 4 of them although like the ledger’s.').waitFor();
    await page.getByText('Leave them out').click();
    await page.getByLabel('Store line 5').click();
    const chosen = '2 of 5 rows will be stored, 1 of them although like the ledger’s';
    await page.getByText(`${chosen}; left out: 3 that look like the ledger’s.`).waitFor();
    await page.getByRole('button', { name: 'Store 2 transactions' }).click();
    await page
      .getByText('2 transactions of second.csv are in the ledger; left out: 3 that looked like the ledger’s.')
      .waitFor();
    const quantities = (await contents(id)).flatMap((content) => ('quantity' in content ? [content.quantity] : []));
    expect(quantities.sort()).toEqual(['1', '1', '10', '2', '3']);
  });

  it('names line, column and remedy of every error, and leaves out rows by choice', async () => {
    const id = await newLedger(server.url, 'With errors');
    const text = [
      'date,type,symbol,quantity,price,currency',
      `2024-01-02,buy,${symbol()},ten,10,USD`,
      `2024-02-30,buy,${symbol()},1,10,USD`,
      `2024-01-04,buy,${symbol()},2,10,USD`,
      `2024-01-05,buy,${symbol()},3,10,USD`,
      `2024-01-06,sell,${symbol()},50,10,USD`,
    ].join('\n');
    await begin(id, 'errors.csv', text);
    await step('Rows to store').click();
    await page.getByText('3 of 5 rows will be stored; left out: 2 with errors.').waitFor();
    await page.getByLabel('Show', { exact: true }).selectOption('invalid');
    await expect.poll(() => rows().count(), patient).toBe(2);
    expect(await rows().nth(0).textContent()).toMatch(
      /Line 2, column 4 \(quantity\): "ten" is no number.*Write a number/,
    );
    expect(await rows().nth(1).textContent()).toMatch(/Line 3, column 1 \(date\): .*2024-02-30/);

    // What the ledger refuses is said of the line, and nothing is stored; without that row it is.
    await page.getByLabel('Show', { exact: true }).selectOption('');
    await page.getByRole('button', { name: 'Store 3 transactions' }).click();
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toMatch(/Nothing was stored.*Line 6 \(row 5\)/s);
    expect(await contents(id)).toEqual([]);
    watched.troubles.length = 0;
    await page.getByLabel('Store line 6').click();
    await page.getByText('2 of 5 rows will be stored; left out: 2 with errors, 1 by your choice.').waitFor();
    await page.getByRole('button', { name: 'Store 2 transactions' }).click();
    await page
      .getByText('2 transactions of errors.csv are in the ledger; left out: 2 with errors, 1 by your choice.')
      .waitFor();
    expect((await contents(id)).length).toBe(2);
  });

  it('reads a workbook of our own without a question, into an equal ledger', async () => {
    const original = await demoLedgerOf(server.url);
    const id = await newLedger(server.url, 'From a workbook');
    await begin(id, 'own.xlsx', await exported(original.id, 'xlsx'));
    expect(await verdict().textContent()).toMatch(/^All \d+ rows can be stored\.$/);
    expect(await page.getByLabel('What was recognised').textContent()).toContain('Excel workbook');
    await page.getByText('it reads back equal').waitFor();
    await next();
    await page.getByText(/securities are known|security is known/).waitFor();
    await next();
    await page.getByRole('button', { name: /^Store \d+ transactions$/ }).click();
    await page.getByText('no row was left out').waitFor();
    expect(await exported(id, 'csv')).toEqual(await exported(original.id, 'csv'));
  });

  it('asks for decimal sign and order of dates when the file does not tell, and saves the answers by a name', async () => {
    const id = await newLedger(server.url, 'Doubtful');
    await begin(id, 'doubtful.csv', doubtfulCsv(symbol()));
    await page.getByText('0 of 2 rows can be stored; 2 have errors. 2 questions to answer.').waitFor();
    await page.getByText(/Does the day or the month come first/).waitFor();
    await page.getByLabel('Decimal sign').selectOption('comma');
    await page.getByText('1 question to answer').waitFor();
    await page.getByLabel('Order of dates').selectOption('dmy');
    await page.getByText('All 2 rows can be stored.').waitFor();
    await page.getByLabel('Save as').fill('Deutsche Bank');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('“Deutsche Bank” is saved').waitFor();
    // A column that is not read makes its rows wait, and is brought back.
    await page.getByLabel('Column Anzahl is read as').selectOption('');
    await page.getByText(/0 of 2 rows can be stored/).waitFor();
    await page.getByLabel('Column Anzahl is read as').selectOption('quantity');
    await page.getByText('All 2 rows can be stored.').waitFor();
    await page.getByRole('button', { name: 'Discard' }).click();

    await page.getByLabel('Read it', { exact: true }).selectOption('Deutsche Bank');
    await chooseFile('doubtful.csv', doubtfulCsv(symbol()));
    await page.waitForURL(/import=/);
    await page.getByText('All 2 rows can be stored.').waitFor();
    await step('Rows to store').click();
    await rows().first().waitFor();
    expect(await rows().first().textContent()).toContain('2 Mar 2024');
    expect(await rows().first().textContent()).toContain('1,250');
    expect(await contents(id)).toEqual([]);
  });

  it('tells why a file cannot be read, and can be stopped on the way', async () => {
    const id = await newLedger(server.url, 'Refused');
    await page.goto(`/transactions/import?portfolio=${id}`);
    await chooseFile('empty.csv', '');
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toMatch(/empty\.csv cannot be imported; nothing was stored.*empty/s);
    await page.goto(`/transactions/import?portfolio=${id}&import=00000000-0000-4000-8000-000000000000`);
    await page.getByText('This import is no longer there').waitFor();
    watched.troubles.length = 0;

    let release: () => void = () => {};
    await page.route('**/transaction-imports', async (route) => {
      await new Promise<void>((resume) => {
        release = resume;
      });
      await route.continue().catch(() => {});
    });
    await page.getByRole('button', { name: 'Choose another file' }).click();
    await chooseFile('slow.csv', brokerCsv(symbol()));
    await page.getByText(/(Sending|Reading) slow\.csv/).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Drop a file of transactions here').waitFor();
    release();
    await page.unroute('**/transaction-imports');
    expect(new URL(page.url()).searchParams.get('import')).toBeNull();
    watched.troubles.length = 0;
  });

  it('exports the ledger as CSV, workbook and JSON', async () => {
    const ledger = await demoLedgerOf(server.url);
    await page.goto(`/transactions?portfolio=${ledger.id}`);
    await settled(page);
    for (const [words, ending] of [
      ['CSV', 'csv'],
      ['Excel workbook (XLSX)', 'xlsx'],
      ['JSON', 'json'],
    ] as const) {
      await page.getByRole('button', { name: 'Export' }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: words, exact: true }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(new RegExp(`-transactions\\.${ending}$`));
      const written = readFileSync(await download.path());
      if (ending === 'csv') expect(written).toEqual(await exported(ledger.id, 'csv'));
      else expect(written.length).toBeGreaterThan(500);
    }
  });

  it.each(['choice of a file', 'reading', 'securities', 'rows'])(
    'has no serious finding, no sideways scroll and no small target: %s',
    async (name) => {
      const id = await newLedger(server.url, `In every view: ${name}`);
      await page.goto(`/transactions/import?portfolio=${id}`);
      await settled(page);
      if (name !== 'choice of a file') {
        await begin(id, 'views.csv', brokerCsv(symbol()));
        await page.goto(`${page.url()}&step=${name}`);
        await settled(page);
      }
      await expectWellInEveryView(page);
    },
  );

  // The last one: an account ends the demo.
  it('takes everything of one account into an empty one', async () => {
    const portfolioNames = (await getJson<{ items: Portfolio[] }>(server.url, '/portfolios')).items
      .map(({ name }) => name)
      .sort();
    await page.goto('/security');
    await settled(page);
    await expectWellInEveryView(page);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as an archive' }).click(),
    ]);
    await page.getByText(/is in your downloads/).waitFor();
    const archive = await download.path();
    const openFile = async (asked: Page) => {
      await asked.getByText('Import everything from a file').click();
      await asked.locator('input[type="file"]').setInputFiles(archive);
    };
    await openFile(page);
    await page.getByText(/this account has portfolios and assets.* already/).waitFor();
    expect(await page.getByRole('button', { name: 'Store all of it' }).count()).toBe(0);

    const owner = await makeOwner(server);
    await makeAccount(server, owner, bob, 'analyst');
    const bobs = await openPageOf(browser, server, bob, '/security');
    await openFile(bobs.page);
    await bobs.page.getByText('This account is empty: all of it can be stored.').waitFor();
    await bobs.page.getByRole('button', { name: 'Store all of it' }).click();
    await bobs.page.getByText(/^Stored: \d+ portfolios/).waitFor();
    await bobs.page.getByRole('link', { name: 'See the portfolios' }).click();
    for (const name of portfolioNames) await bobs.page.getByText(name, { exact: true }).first().waitFor();
    await bobs.close();
    watched.troubles.length = 0;
  });
});
