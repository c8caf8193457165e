/** A body for every route that has one, good enough to be carried out. */
import { createHash } from 'node:crypto';
import { createId } from '../../src/core/ids.ts';
import type { Asked } from '../api/test-application.ts';
import type { Target } from './world.ts';

const token43 = 'A'.repeat(43);
const password = 'a long enough passphrase';
const table = {
  assets: ['A', 'B'],
  returns: Array.from({ length: 60 }, (_, row) => [Math.sin(row) / 50, Math.cos(row) / 60]),
};

type MakeBody = (target: Target, portfolioName: string) => unknown;

const allocationOf = ({ assetId }: Target) => ({ kind: 'weights', items: [{ assetId, weight: 1 }] });

const deposit = { kind: 'deposit', date: '2024-01-02', amount: '100', currency: 'USD' };
const buyOf = (assetId: string) => ({
  kind: 'buy',
  date: '2024-02-01',
  assetId,
  quantity: '1',
  price: '100',
  currency: 'USD',
});

/** An export of an empty account. */
const nothing = {
  format: 'riskoptimizer-everything',
  version: 1,
  assets: [],
  exchangeRates: [],
  portfolios: [],
  importMappings: [],
  assetAliases: [],
};

const alertRuleOf = ({ assetId }: Target) => ({
  name: 'At most a quarter',
  subject: { kind: 'asset', assetId },
  measure: 'weight',
  comparison: 'above',
  threshold: '0.25',
  hysteresis: '0.02',
  window: '1y',
  confidence: 0.95,
  isLimit: true,
  channels: ['in-app'],
  enabled: true,
});

/** By route; a route that is not here is asked without a body. */
const bodies: Readonly<Record<string, MakeBody>> = {
  setUp: () => ({ token: token43, email: 'a@example.com', displayName: 'A', password }),
  startDemo: () => ({ client: 'app' }),
  register: () => ({ email: `${createId()}@example.com`, displayName: 'A', password }),
  confirmRegistration: () => ({ token: token43 }),
  acceptInvitation: () => ({ token: token43, displayName: 'A', password }),
  signIn: () => ({ email: `${createId()}@example.com`, password }),
  completeSecondFactor: () => ({ method: 'totp', challengeToken: token43, code: '123456' }),
  createPasskeyChallenge: () => ({ challengeToken: null }),
  signInWithPasskey: () => ({ challengeId: token43, response: {} }),
  refreshSession: () => ({ refreshToken: token43 }),
  signOutEverywhere: () => ({ alsoRevokeApiKeys: false }),
  requestPasswordReset: () => ({ email: `${createId()}@example.com` }),
  completePasswordReset: () => ({ token: token43, password }),
  confirmEmailChange: () => ({ token: token43 }),
  stepUp: () => ({ method: 'totp', code: '123456' }),
  updateAccount: () => ({ displayName: 'Renamed' }),
  changePassword: () => ({ currentPassword: 'not it', newPassword: password }),
  requestEmailChange: () => ({ email: `${createId()}@example.com` }),
  confirmTotp: () => ({ code: '123456' }),
  addPasskey: () => ({ challengeId: token43, name: 'A', response: {} }),
  createApiKey: () => ({ name: 'A', scopes: ['asset:read'] }),
  updateUser: () => ({ role: 'analyst' }),
  createInvitation: () => ({ email: `${createId()}@example.com`, role: 'viewer' }),
  updateSettings: () => ({
    registration: 'closed',
    secondFactorRoles: ['admin'],
    sessionIdleMinutes: 30,
    sessionHours: 12,
  }),
  exportEverything: () => ({ format: 'json' }),
  exportAudit: () => ({ fromSequence: 1, toSequence: 1 }),
  createShare: () => ({ email: `${createId()}@example.com`, level: 'read' }),
  mapTransactionImport: () => ({ assets: [] }),
  commitTransactionImport: () => ({ rows: 'all-valid', duplicates: 'include' }),
  putImportMapping: () => ({ account: 'Broker' }),
  commitPriceImport: () => ({ currency: 'USD' }),
  createPortfolio: (target) => ({ name: createId(), allocation: allocationOf(target) }),
  updatePortfolio: (target, name) => ({ name, baseCurrency: 'USD', allocation: allocationOf(target) }),
  bulkPortfolios: ({ ids }) => ({
    action: 'archive',
    items: [{ portfolioId: ids.portfolioId ?? createId(), version: 1 }],
  }),
  revertPortfolio: () => ({ version: 1 }),
  putTargets: ({ assetId }) => ({
    kind: 'assets',
    items: [{ assetId, weight: 0.5, bandAbsolute: 0.05, bandRelative: 0.25 }],
  }),
  updateAsset: () => ({
    name: 'Renamed',
    assetClass: 'equity',
    sector: 'Energy',
    country: 'CH',
    isin: 'US0378331005',
    figi: 'BBG000B9XRY4',
    labels: { strategy: 'income' },
  }),
  followAsset: () => ({
    provider: 'simulated',
    providerSymbol: 'NORTHW',
    symbol: createId(),
    name: 'Northwind',
    assetClass: 'equity',
    currency: 'USD',
  }),
  refreshExchangeRates: () => ({}),
  putPriceOverride: () => ({ kind: 'set', close: '12.5', reason: 'As printed' }),
  putAssetFeed: () => ({ provider: 'simulated', providerSymbol: 'NORTHW' }),
  putProviderSetting: () => ({ enabled: true, key: 'a-key-of-mine' }),
  putServerProvider: () => ({ enabled: true, key: 'a-key-of-all' }),
  createAlertRule: alertRuleOf,
  updateAlertRule: alertRuleOf,
  putAlertWebhook: () => ({ address: 'https://hooks.example.com/alerts' }),
  acknowledgeAlert: () => ({ note: 'Seen' }),
  createJob: () => ({ kind: 'efficient-frontier', input: table }),
  createTransaction: ({ assetId }) => buyOf(assetId),
  createTransactions: ({ assetId }) => ({ items: [deposit, buyOf(assetId)] }),
  updateTransaction: () => deposit,
  computePortfolioFrontier: () => ({ window: 'max' }),
  planRebalancing: ({ assetId }) => ({
    targets: { kind: 'weights', items: [{ assetId, weight: 1 }] },
    totalValue: '1000',
  }),
  computeRiskMetrics: () => ({ ...table, weights: [0.5, 0.5] }),
  computeEfficientFrontier: () => table,
};

export function probeOf(name: string, target: Target, portfolioName: string): Asked {
  if (name === 'createPriceImport') {
    return { body: 'date,UP\n2024-01-02,10\n2024-01-03,11\n2024-01-04,12\n', headers: { 'content-type': 'text/csv' } };
  }
  if (name === 'createTransactionImport') {
    const body = 'date,type,amount,currency\n2024-01-31,deposit,10,USD\n';
    return { body, headers: { 'content-type': 'text/csv' } };
  }
  if (name === 'previewEverything' || name === 'importEverything') {
    return { body: JSON.stringify(nothing), headers: { 'content-type': 'application/octet-stream' } };
  }
  const json = bodies[name]?.(target, portfolioName);
  return { ...(json === undefined ? {} : { json }), headers: { 'if-match': '*' } };
}

/** The address of a route with the ids of the target in it. */
export function addressOf(path: string, { ids }: Target): string {
  // The first version is there of every portfolio.
  const filled = path
    .replaceAll(':version', '1')
    .replaceAll(':provider', 'tiingo')
    .replaceAll(':date', '2024-01-03')
    .replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? `no-${name}`);
  const sha256 = createHash('sha256').update(JSON.stringify(nothing)).digest('hex');
  const query =
    path === '/me/import'
      ? `?sha256=${sha256}`
      : path === '/market-data/search'
        ? '?text=north&provider=simulated'
        : path.endsWith('/risk')
          ? '?window=max'
          : path === '/stream'
            ? `?ticket=${token43}`
            : '';
  return `/api/v1${filled}${query}`;
}
