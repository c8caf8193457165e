/** What a document of everything must be apart from its shape: names that are there, and nothing that the account would refuse. */
import type { EverythingFile } from '@riskoptimizer/contracts';
import { everythingPricesMax, everythingTransactionsMax } from '@riskoptimizer/contracts';
import { checkPortfolios } from './check-everything-portfolios.ts';
import { EverythingProblems } from './everything-problems.ts';

/** @throws ProblemError `request-invalid` with every problem at its place. */
export function checkEverything(file: EverythingFile, now: Date): void {
  const problems = new EverythingProblems();
  checkSizes(file, problems);
  problems.refuse();
  const assetIds = checkAssets(file, problems);
  checkRates(file, problems);
  problems.refuse();
  checkPortfolios(file.portfolios, assetIds, now, problems);
  problems.requireDistinct(
    file.importMappings.map(({ name }) => name),
    (place) => `/importMappings/${place}/name`,
  );
  problems.requireDistinct(
    file.assetAliases.map(({ key }) => key),
    (place) => `/assetAliases/${place}/key`,
  );
  for (const [place, { assetId }] of file.assetAliases.entries()) {
    if (!assetIds.has(assetId)) problems.add(`/assetAliases/${place}/assetId`, 'there is no such asset', assetId);
  }
  problems.refuse();
}

function checkSizes({ assets, portfolios }: EverythingFile, problems: EverythingProblems): void {
  const prices = assets.reduce((sum, asset) => sum + asset.prices.dates.length, 0);
  if (prices > everythingPricesMax)
    problems.add('/assets', `there are ${prices} prices; at most ${everythingPricesMax} are read at once`);
  const transactions = portfolios.reduce((sum, portfolio) => sum + portfolio.transactions.length, 0);
  if (transactions > everythingTransactionsMax)
    problems.add(
      '/portfolios',
      `there are ${transactions} transactions; at most ${everythingTransactionsMax} are read at once`,
    );
}

function checkAssets({ assets }: EverythingFile, problems: EverythingProblems): Set<string> {
  problems.requireDistinct(
    assets.map(({ assetId }) => assetId),
    (place) => `/assets/${place}/assetId`,
  );
  const symbols = assets.map(({ source, symbol }) => `${symbol} (${source})`);
  problems.requireDistinct(symbols, (place) => `/assets/${place}/symbol`);
  for (const [place, { prices }] of assets.entries()) {
    const at = `/assets/${place}/prices`;
    checkSeries(prices.dates, prices.closes, { dates: `${at}/dates`, values: `${at}/closes` }, problems);
  }
  return new Set(assets.map(({ assetId }) => assetId));
}

function checkRates({ exchangeRates }: EverythingFile, problems: EverythingProblems): void {
  const pairs = exchangeRates.map(({ source, base, quote }) => `${base}/${quote} (${source})`);
  problems.requireDistinct(pairs, (place) => `/exchangeRates/${place}`);
  for (const [place, { base, quote, dates, rates }] of exchangeRates.entries()) {
    const at = `/exchangeRates/${place}`;
    if (base === quote) problems.add(`${at}/quote`, 'a rate is between two currencies', quote);
    if (dates.length === 0) problems.add(`${at}/dates`, 'there is no rate');
    checkSeries(dates, rates, { dates: `${at}/dates`, values: `${at}/rates` }, problems);
  }
}

const day = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
/** As PostgreSQL writes a NUMERIC, with room for the smallest double. */
const decimal = /^\d{1,320}(\.\d{1,400})?$/;

function checkSeries(
  dates: readonly string[],
  values: readonly string[],
  at: { readonly dates: string; readonly values: string },
  problems: EverythingProblems,
): void {
  if (dates.length !== values.length)
    problems.add(at.values, `there are ${values.length}, and ${dates.length} dates: each date has one`);
  let before = '';
  for (const [place, date] of dates.entries()) {
    if (!isDate(date)) problems.add(`${at.dates}/${place}`, 'expected a date as YYYY-MM-DD', date);
    else if (date <= before) problems.add(`${at.dates}/${place}`, `does not follow ${before}: dates ascend`, date);
    before = date;
  }
  for (const [place, value] of values.entries()) {
    if (!decimal.test(value) || !/[1-9]/.test(value))
      problems.add(`${at.values}/${place}`, 'expected a decimal above zero', value);
  }
}

function isDate(text: string): boolean {
  if (!day.test(text)) return false;
  // Only the 29th to 31st can be of a month that has none.
  return text.slice(8) < '29' || new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
}
