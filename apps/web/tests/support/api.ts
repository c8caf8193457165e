/** What the API answers, to hold the screen against. */
import type { Asset, Portfolio, PortfolioRisk, PortfolioSummary } from '@riskoptimizer/contracts';

export async function getJson<Body>(baseUrl: string, path: string): Promise<Body> {
  const answer = await fetch(`${baseUrl}/api/v1${path}`);
  if (!answer.ok) throw new Error(`GET ${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Body;
}

export async function portfoliosOf(baseUrl: string): Promise<PortfolioSummary[]> {
  return (await getJson<{ items: PortfolioSummary[] }>(baseUrl, '/portfolios')).items;
}

export async function assetsOf(baseUrl: string): Promise<Asset[]> {
  return (await getJson<{ items: Asset[] }>(baseUrl, '/assets')).items;
}

/** The demo portfolio: what a newcomer sees first. */
export async function demoOf(baseUrl: string): Promise<Portfolio> {
  const [demo] = await portfoliosOf(baseUrl);
  if (!demo) throw new Error('The server has no demo portfolio.');
  return await getJson<Portfolio>(baseUrl, `/portfolios/${demo.id}`);
}

export async function riskOf(baseUrl: string, portfolioId: string, query = ''): Promise<PortfolioRisk> {
  return await getJson<PortfolioRisk>(baseUrl, `/portfolios/${portfolioId}/risk${query}`);
}
