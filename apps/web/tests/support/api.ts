/** What the API answers, to hold the screen against: asked as the demo user, in a session of its own. */
import type { Asset, Portfolio, PortfolioRisk, PortfolioSummary, SignedIn } from '@riskoptimizer/contracts';

/** Access tokens by server; they outlive a test, and are asked for again when they do not. */
const tokens = new Map<string, string>();

async function demoToken(baseUrl: string): Promise<string> {
  const answer = await fetch(`${baseUrl}/api/v1/auth/demo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client: 'app' }),
  });
  if (!answer.ok) throw new Error(`The demo answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as SignedIn).accessToken;
}

/** One request as the demo user; of an app, which needs no CSRF token. */
export async function askAsDemo(baseUrl: string, path: string, request: RequestInit = {}): Promise<Response> {
  const ask = async () => {
    const token = tokens.get(baseUrl) ?? (await demoToken(baseUrl));
    tokens.set(baseUrl, token);
    const headers = { 'content-type': 'application/json', ...request.headers, authorization: `Bearer ${token}` };
    return await fetch(`${baseUrl}/api/v1${path}`, { ...request, headers });
  };
  let answer = await ask();
  if (answer.status === 401) {
    tokens.delete(baseUrl);
    answer = await ask();
  }
  return answer;
}

export async function getJson<Body>(baseUrl: string, path: string): Promise<Body> {
  const answer = await askAsDemo(baseUrl, path);
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
