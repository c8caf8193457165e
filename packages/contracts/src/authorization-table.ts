/** Made of docs/authorization.md by `npm run authorization`. Change the document, not this file. */
import type { Assurance } from './authentication.ts';
import type { ApiKeyScope, Permission, Role } from './authorization.ts';
import type { RouteName } from './routes.ts';

/** What the address of a route names. */
export type AccessObject =
  | 'portfolio'
  | 'ledger'
  | 'asset'
  | 'import'
  | 'transaction-import'
  | 'job'
  | 'alert-rule'
  | 'alert'
  | 'session'
  | 'passkey'
  | 'api-key'
  | 'user'
  | 'invitation'
  | 'audit-entry';

export interface RouteRule {
  readonly who: 'public' | 'session' | 'session or key';
  /** Null for a public route. */
  readonly assurance: Assurance | null;
  /** All of them are needed. */
  readonly permissions: readonly Permission[];
  readonly object: AccessObject | null;
  /** The least that the actor must be to the object; null where the permission alone decides. */
  readonly least: 'owner' | 'edit' | 'read' | null;
  /** All of them are needed by an API key. */
  readonly scopes: readonly ApiKeyScope[];
  readonly stepUp: boolean;
  readonly csrf: boolean;
  readonly demo: boolean;
  /** An Idempotency-Key is honoured. */
  readonly repeatable: boolean;
  /** The audit action of a success. */
  readonly audit: string | null;
}

const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ['portfolio:read', 'asset:read', 'calculation:run', 'account:use'],
  analyst: ['portfolio:read', 'portfolio:change', 'asset:read', 'asset:change', 'calculation:run', 'account:use'],
  advisor: [
    'portfolio:read',
    'portfolio:change',
    'portfolio:share',
    'asset:read',
    'asset:change',
    'calculation:run',
    'account:use',
  ],
  compliance: [
    'portfolio:read',
    'asset:read',
    'calculation:run',
    'account:use',
    'user:read',
    'audit:read',
    'audit:export',
  ],
  admin: [
    'portfolio:read',
    'portfolio:change',
    'portfolio:share',
    'asset:read',
    'asset:change',
    'calculation:run',
    'account:use',
    'user:read',
    'user:manage',
    'setting:manage',
    'audit:read',
    'audit:export',
  ],
};

/** What a role may do with what is its own; docs/authorization.md. */
export function permissionsOf(role: Role): readonly Permission[] {
  return rolePermissions[role];
}

const open: RouteRule = {
  who: 'public',
  assurance: null,
  permissions: [],
  object: null,
  least: null,
  scopes: [],
  stepUp: false,
  csrf: false,
  demo: true,
  repeatable: false,
  audit: null,
};
const reading: RouteRule = { ...open, who: 'session', assurance: 'full', permissions: ['account:use'] };
const changing: RouteRule = { ...open, who: 'session', assurance: 'full', permissions: ['account:use'], csrf: true };
const administration: RouteRule = {
  ...open,
  who: 'session',
  assurance: 'full',
  permissions: ['user:manage'],
  demo: false,
};
const administering: RouteRule = {
  ...open,
  who: 'session',
  assurance: 'full',
  permissions: ['user:manage'],
  csrf: true,
  demo: false,
};
const data: RouteRule = { ...open, who: 'session or key', assurance: 'full', permissions: ['account:use'] };
const changingData: RouteRule = {
  ...open,
  who: 'session or key',
  assurance: 'full',
  permissions: ['account:use'],
  csrf: true,
};
const readingPortfolios: RouteRule = {
  ...open,
  who: 'session or key',
  assurance: 'full',
  permissions: ['portfolio:read'],
  object: 'portfolio',
  least: 'read',
  scopes: ['portfolio:read'],
};
const changingPortfolios: RouteRule = {
  ...open,
  who: 'session or key',
  assurance: 'full',
  permissions: ['portfolio:change'],
  object: 'portfolio',
  least: 'owner',
  scopes: ['portfolio:change'],
  csrf: true,
};
const readingAssets: RouteRule = {
  ...open,
  who: 'session or key',
  assurance: 'full',
  permissions: ['asset:read'],
  scopes: ['asset:read'],
};
const changingAssets: RouteRule = {
  ...open,
  who: 'session or key',
  assurance: 'full',
  permissions: ['asset:change'],
  scopes: ['asset:change'],
  csrf: true,
};
const calculating: RouteRule = {
  ...open,
  who: 'session or key',
  assurance: 'full',
  permissions: ['calculation:run'],
  scopes: ['calculation:run'],
  csrf: true,
};
const calculatingPortfolios: RouteRule = {
  ...open,
  who: 'session or key',
  assurance: 'full',
  permissions: ['portfolio:read', 'calculation:run'],
  object: 'portfolio',
  least: 'read',
  scopes: ['portfolio:read', 'calculation:run'],
};

export const routeRules: Readonly<Record<RouteName, RouteRule>> = {
  live: open,
  ready: open,
  openapi: open,
  getAuthenticationStatus: open,
  setUp: { ...open, audit: 'account.created' },
  startDemo: { ...open, audit: 'session.signed-in' },
  register: { ...open, audit: 'account.registered' },
  confirmRegistration: { ...open, audit: 'account.confirmed' },
  acceptInvitation: { ...open, audit: 'invitation.accepted' },
  signIn: { ...open, audit: 'session.signed-in' },
  completeSecondFactor: { ...open, audit: 'session.signed-in' },
  createPasskeyChallenge: open,
  signInWithPasskey: { ...open, audit: 'session.signed-in' },
  refreshSession: open,
  signOut: { ...changing, assurance: 'enrolment', audit: 'session.ended' },
  signOutEverywhere: { ...changing, assurance: 'enrolment', audit: 'session.ended' },
  requestPasswordReset: { ...open, audit: 'password.reset-requested' },
  completePasswordReset: { ...open, audit: 'password.changed' },
  confirmEmailChange: { ...open, audit: 'email.changed' },
  stepUp: { ...changing, assurance: 'enrolment', demo: false, audit: 'session.confirmed' },
  getAccount: { ...reading, assurance: 'enrolment' },
  updateAccount: { ...changing, demo: false, audit: 'account.updated' },
  changePassword: { ...changing, assurance: 'enrolment', demo: false, audit: 'password.changed' },
  requestEmailChange: { ...changing, stepUp: true, demo: false, audit: 'email.change-requested' },
  listSessions: reading,
  endSession: { ...changing, object: 'session', least: 'owner', stepUp: true, demo: false, audit: 'session.ended' },
  getFactors: { ...reading, assurance: 'enrolment', demo: false },
  beginTotp: { ...changing, assurance: 'enrolment', stepUp: true, demo: false },
  confirmTotp: { ...changing, assurance: 'enrolment', stepUp: true, demo: false, audit: 'factor.added' },
  removeTotp: { ...changing, stepUp: true, demo: false, audit: 'factor.removed' },
  beginPasskey: { ...changing, assurance: 'enrolment', stepUp: true, demo: false },
  addPasskey: { ...changing, assurance: 'enrolment', stepUp: true, demo: false, audit: 'factor.added' },
  removePasskey: { ...changing, object: 'passkey', least: 'owner', stepUp: true, demo: false, audit: 'factor.removed' },
  createRecoveryCodes: {
    ...changing,
    assurance: 'enrolment',
    stepUp: true,
    demo: false,
    audit: 'recovery-codes.created',
  },
  listApiKeys: { ...reading, demo: false },
  createApiKey: { ...changing, stepUp: true, demo: false, audit: 'api-key.created' },
  revokeApiKey: { ...changing, object: 'api-key', least: 'owner', demo: false, audit: 'api-key.revoked' },
  listActivity: reading,
  loadDemo: { ...changing, permissions: ['portfolio:change', 'asset:change'], repeatable: true, audit: 'demo.loaded' },
  listUsers: { ...administration, permissions: ['user:read'] },
  updateUser: { ...administering, object: 'user', stepUp: true, audit: 'user.updated' },
  endUserSessions: { ...administering, object: 'user', repeatable: true, audit: 'session.ended' },
  unlockUser: { ...administering, object: 'user', repeatable: true, audit: 'user.unlocked' },
  resetUserFactors: { ...administering, object: 'user', stepUp: true, repeatable: true, audit: 'user.factors-reset' },
  listInvitations: administration,
  createInvitation: { ...administering, stepUp: true, audit: 'invitation.created' },
  revokeInvitation: { ...administering, object: 'invitation', audit: 'invitation.revoked' },
  getSettings: { ...administration, permissions: ['setting:manage'] },
  updateSettings: { ...administering, permissions: ['setting:manage'], stepUp: true, audit: 'settings.changed' },
  listServerProviders: { ...administration, permissions: ['setting:manage'] },
  putServerProvider: {
    ...administering,
    permissions: ['setting:manage'],
    stepUp: true,
    audit: 'provider-setting.changed',
  },
  deleteServerProvider: {
    ...administering,
    permissions: ['setting:manage'],
    stepUp: true,
    audit: 'provider-setting.removed',
  },
  getEncryption: { ...administration, permissions: ['setting:manage'] },
  rotateFieldKey: {
    ...administering,
    permissions: ['setting:manage'],
    stepUp: true,
    repeatable: true,
    audit: 'encryption.key-rotated',
  },
  listAuditEntries: { ...administration, who: 'session or key', permissions: ['audit:read'], scopes: ['audit:read'] },
  getAuditEntry: {
    ...administration,
    who: 'session or key',
    permissions: ['audit:read'],
    object: 'audit-entry',
    scopes: ['audit:read'],
  },
  getAuditHead: { ...administration, who: 'session or key', permissions: ['audit:read'], scopes: ['audit:read'] },
  exportAudit: {
    ...administering,
    who: 'session or key',
    permissions: ['audit:export'],
    scopes: ['audit:read'],
    audit: 'audit.exported',
  },
  createJob: { ...calculating, repeatable: true, audit: 'job.created' },
  listJobs: { ...calculating, csrf: false },
  getJob: { ...calculating, object: 'job', least: 'owner', csrf: false },
  getJobResult: { ...calculating, object: 'job', least: 'owner', csrf: false },
  cancelJob: { ...calculating, object: 'job', least: 'owner', repeatable: true, audit: 'job.cancelled' },
  retryJob: { ...calculating, object: 'job', least: 'owner', repeatable: true, audit: 'job.retried' },
  createStreamTicket: { ...changing, assurance: 'enrolment' },
  openStream: open,
  listShares: { ...administration, permissions: ['portfolio:read'], object: 'portfolio', least: 'owner' },
  createShare: {
    ...administering,
    permissions: ['portfolio:share'],
    object: 'portfolio',
    least: 'owner',
    repeatable: true,
    audit: 'portfolio.shared',
  },
  revokeShare: { ...changing, object: 'portfolio', least: 'owner', demo: false, audit: 'portfolio.share-revoked' },
  listAssets: readingAssets,
  getAsset: { ...readingAssets, object: 'asset', least: 'read' },
  updateAsset: { ...changingAssets, object: 'asset', least: 'owner', audit: 'asset.updated' },
  deleteAsset: { ...changingAssets, object: 'asset', least: 'owner', audit: 'asset.deleted' },
  getPrices: { ...readingAssets, object: 'asset', least: 'read' },
  refreshAsset: { ...changingAssets, object: 'asset', least: 'owner', audit: 'asset.extended' },
  getAssetQuality: { ...readingAssets, object: 'asset', least: 'owner' },
  listPriceOverrides: { ...readingAssets, object: 'asset', least: 'owner' },
  putPriceOverride: { ...changingAssets, object: 'asset', least: 'owner', audit: 'price-override.set' },
  deletePriceOverride: { ...changingAssets, object: 'asset', least: 'owner', audit: 'price-override.removed' },
  putAssetFeed: { ...changingAssets, object: 'asset', least: 'owner', audit: 'asset.feed-changed' },
  searchMarketData: readingAssets,
  followAsset: { ...changingAssets, audit: 'asset.created' },
  getExchangeRates: readingAssets,
  refreshExchangeRates: changingAssets,
  getRiskFreeRates: readingAssets,
  refreshRiskFreeRates: changingAssets,
  getDataQuality: readingAssets,
  listProviders: readingAssets,
  putProviderSetting: { ...administering, permissions: ['asset:change'], audit: 'provider-setting.changed' },
  deleteProviderSetting: { ...administering, permissions: ['asset:change'], audit: 'provider-setting.removed' },
  createPriceImport: changingAssets,
  getPriceImport: { ...readingAssets, object: 'import', least: 'owner' },
  commitPriceImport: {
    ...changingAssets,
    object: 'import',
    least: 'owner',
    repeatable: true,
    audit: 'prices.imported',
  },
  discardPriceImport: { ...changingAssets, object: 'import', least: 'owner', audit: 'price-import.discarded' },
  listPortfolios: { ...data, permissions: ['portfolio:read'], scopes: ['portfolio:read'] },
  createPortfolio: {
    ...changingData,
    permissions: ['portfolio:change'],
    scopes: ['portfolio:change'],
    repeatable: true,
    audit: 'portfolio.created',
  },
  getPortfolio: readingPortfolios,
  updatePortfolio: { ...changingPortfolios, least: 'edit', audit: 'portfolio.updated' },
  deletePortfolio: { ...changingPortfolios, audit: 'portfolio.deleted' },
  archivePortfolio: { ...changingPortfolios, repeatable: true, audit: 'portfolio.archived' },
  restorePortfolio: { ...changingPortfolios, repeatable: true, audit: 'portfolio.restored' },
  bulkPortfolios: {
    ...changingData,
    permissions: ['portfolio:change'],
    scopes: ['portfolio:change'],
    repeatable: true,
    audit: 'portfolio.archived',
  },
  listPortfolioVersions: { ...readingPortfolios, least: 'owner' },
  getPortfolioVersion: { ...readingPortfolios, least: 'owner' },
  revertPortfolio: { ...changingPortfolios, repeatable: true, audit: 'portfolio.reverted' },
  getTargets: readingPortfolios,
  putTargets: { ...changingPortfolios, audit: 'portfolio.targets-changed' },
  getHoldingGroups: readingPortfolios,
  listTransactions: { ...readingPortfolios, object: 'ledger' },
  createTransaction: {
    ...changingPortfolios,
    object: 'ledger',
    least: 'edit',
    repeatable: true,
    audit: 'transaction.created',
  },
  createTransactions: {
    ...changingPortfolios,
    object: 'ledger',
    least: 'edit',
    repeatable: true,
    audit: 'transaction.created',
  },
  getTransaction: { ...readingPortfolios, object: 'ledger' },
  updateTransaction: { ...changingPortfolios, object: 'ledger', least: 'edit', audit: 'transaction.updated' },
  deleteTransaction: { ...changingPortfolios, object: 'ledger', least: 'edit', audit: 'transaction.deleted' },
  exportEverything: {
    ...changingData,
    permissions: ['portfolio:read', 'asset:read'],
    scopes: ['portfolio:read', 'asset:read'],
    audit: 'account-data.exported',
  },
  previewEverything: {
    ...changingData,
    permissions: ['portfolio:change', 'asset:change'],
    scopes: ['portfolio:change', 'asset:change'],
  },
  importEverything: {
    ...changingData,
    permissions: ['portfolio:change', 'asset:change'],
    scopes: ['portfolio:change', 'asset:change'],
    audit: 'account-data.imported',
  },
  exportTransactions: { ...readingPortfolios, object: 'ledger' },
  createTransactionImport: { ...changingPortfolios, object: 'ledger' },
  getTransactionImport: { ...readingPortfolios, object: 'transaction-import', least: 'owner' },
  mapTransactionImport: { ...changingPortfolios, object: 'transaction-import' },
  commitTransactionImport: {
    ...changingPortfolios,
    object: 'transaction-import',
    repeatable: true,
    audit: 'transactions.imported',
  },
  discardTransactionImport: {
    ...changingPortfolios,
    object: 'transaction-import',
    audit: 'transaction-import.discarded',
  },
  listImportMappings: { ...data, permissions: ['portfolio:read'], scopes: ['portfolio:read'] },
  putImportMapping: {
    ...changingData,
    permissions: ['portfolio:change'],
    scopes: ['portfolio:change'],
    audit: 'import-mapping.saved',
  },
  deleteImportMapping: {
    ...changingData,
    permissions: ['portfolio:change'],
    scopes: ['portfolio:change'],
    audit: 'import-mapping.deleted',
  },
  getHoldings: { ...readingPortfolios, object: 'ledger' },
  getRealisedResults: { ...readingPortfolios, object: 'ledger' },
  getPerformance: { ...calculatingPortfolios, object: 'ledger' },
  listAlertRules: { ...readingPortfolios, least: 'owner' },
  createAlertRule: { ...changingPortfolios, repeatable: true, audit: 'alert-rule.created' },
  getAlertRule: { ...readingPortfolios, object: 'alert-rule', least: 'owner' },
  updateAlertRule: { ...changingPortfolios, object: 'alert-rule', audit: 'alert-rule.changed' },
  deleteAlertRule: { ...changingPortfolios, object: 'alert-rule', audit: 'alert-rule.deleted' },
  putAlertWebhook: {
    ...administering,
    permissions: ['portfolio:change'],
    object: 'alert-rule',
    least: 'owner',
    audit: 'alert-rule.webhook-set',
  },
  deleteAlertWebhook: {
    ...administering,
    permissions: ['portfolio:change'],
    object: 'alert-rule',
    least: 'owner',
    audit: 'alert-rule.webhook-removed',
  },
  getLimitUtilisation: { ...readingPortfolios, object: 'alert-rule', least: 'owner' },
  listAlerts: { ...data, permissions: ['portfolio:read'], scopes: ['portfolio:read'] },
  getAlert: { ...readingPortfolios, object: 'alert', least: 'owner' },
  acknowledgeAlert: { ...changingPortfolios, object: 'alert', repeatable: true, audit: 'alert.acknowledged' },
  getPortfolioRisk: calculatingPortfolios,
  planRebalancing: { ...calculatingPortfolios, csrf: true },
  computePortfolioFrontier: { ...calculatingPortfolios, csrf: true },
  computeRiskMetrics: calculating,
  computeEfficientFrontier: calculating,
};
