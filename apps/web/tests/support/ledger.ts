/** Portfolios by transactions for tests in a browser: the one of the demo, and new ones. */
import type { Asset, Portfolio, TransactionInput } from '@riskoptimizer/contracts';
import { askAsDemo, assetsOf, getJson, portfoliosOf } from './api.ts';

/** The demo portfolio that has a ledger. */
export async function demoLedgerOf(baseUrl: string): Promise<Portfolio> {
  for (const { id } of await portfoliosOf(baseUrl)) {
    const portfolio = await getJson<Portfolio>(baseUrl, `/portfolios/${id}`);
    if (portfolio.allocationKind === 'ledger') return portfolio;
  }
  throw new Error('The demo has no portfolio with a ledger.');
}

export async function newLedger(baseUrl: string, name: string, items: readonly Partial<TransactionInput>[] = []) {
  const body = { name, baseCurrency: 'USD', allocation: { kind: 'ledger' } };
  const { id } = await post<{ id: string }>(baseUrl, '/portfolios', body);
  if (items.length > 0) await post(baseUrl, `/portfolios/${id}/transactions/bulk`, { items });
  return id;
}

/** Assets priced in US dollars, the ones with the longest history first. */
export async function dollarAssetsOf(baseUrl: string): Promise<Asset[]> {
  const assets = (await assetsOf(baseUrl)).filter(({ currency }) => currency === 'USD');
  return assets.sort((a, b) => (a.prices.firstDate ?? '').localeCompare(b.prices.firstDate ?? ''));
}

async function post<Body>(baseUrl: string, path: string, body: unknown): Promise<Body> {
  const answer = await askAsDemo(baseUrl, path, { method: 'POST', body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`POST ${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Body;
}
