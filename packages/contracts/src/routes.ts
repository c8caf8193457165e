/** Every route of the API: its method and path, once. Server, client and documentation read this table. */
export const apiPrefix = '/api/v1';

export const routes = {
  live: { method: 'GET', path: '/health/live' },
  ready: { method: 'GET', path: '/health/ready' },
  openapi: { method: 'GET', path: '/openapi.json' },
  listAssets: { method: 'GET', path: '/assets' },
  getAsset: { method: 'GET', path: '/assets/:assetId' },
  deleteAsset: { method: 'DELETE', path: '/assets/:assetId' },
  getPrices: { method: 'GET', path: '/assets/:assetId/prices' },
  createPriceImport: { method: 'POST', path: '/price-imports' },
  getPriceImport: { method: 'GET', path: '/price-imports/:importId' },
  commitPriceImport: { method: 'POST', path: '/price-imports/:importId/commit' },
  discardPriceImport: { method: 'DELETE', path: '/price-imports/:importId' },
  listPortfolios: { method: 'GET', path: '/portfolios' },
  createPortfolio: { method: 'POST', path: '/portfolios' },
  getPortfolio: { method: 'GET', path: '/portfolios/:portfolioId' },
  updatePortfolio: { method: 'PUT', path: '/portfolios/:portfolioId' },
  deletePortfolio: { method: 'DELETE', path: '/portfolios/:portfolioId' },
  getPortfolioRisk: { method: 'GET', path: '/portfolios/:portfolioId/risk' },
  computePortfolioFrontier: { method: 'POST', path: '/portfolios/:portfolioId/frontier' },
  computeRiskMetrics: { method: 'POST', path: '/risk/metrics' },
  computeEfficientFrontier: { method: 'POST', path: '/risk/efficient-frontier' },
} as const;
export type RouteName = keyof typeof routes;
