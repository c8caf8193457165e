/** What the routes call: the services of the domain, and what is known of the server itself. */
import type { Readiness } from '@riskoptimizer/contracts';
import type { AlertRuleService } from '../domain/alerts/alert-rule-service.ts';
import type { AlertService } from '../domain/alerts/alert-service.ts';
import type { AlertWebhookService } from '../domain/alerts/alert-webhook-service.ts';
import type { AssetService } from '../domain/assets/asset-service.ts';
import type { AuditService } from '../domain/audit/audit-service.ts';
import type { EverythingExport } from '../domain/exports/everything-export.ts';
import type { EverythingImport } from '../domain/exports/everything-import.ts';
import type { TransactionExport } from '../domain/exports/transaction-export.ts';
import type { FrontierService } from '../domain/frontier/frontier-service.ts';
import type { AcceptInvitation } from '../domain/identity/invitations/accept-invitation.ts';
import type { PasswordResetService } from '../domain/identity/password-reset/password-reset-service.ts';
import type { SessionService, SettingsService } from '../domain/identity/ports.ts';
import type { RegistrationService } from '../domain/identity/registration/registration-service.ts';
import type { SignOutEverywhere } from '../domain/identity/sessions/sign-out-everywhere.ts';
import type { DemoService } from '../domain/identity/set-up/demo-service.ts';
import type { SetUpService } from '../domain/identity/set-up/set-up-service.ts';
import type { SignInService } from '../domain/identity/sign-in/sign-in-service.ts';
import type { JobService } from '../domain/jobs/job-service.ts';
import type { LiveDesk } from '../domain/live/live-desk.ts';
import type { ExchangeRateService } from '../domain/market-data/exchange-rate-refresh.ts';
import type { MarketDataService } from '../domain/market-data/market-data-service.ts';
import type { PriceOverrideService } from '../domain/market-data/price-override-service.ts';
import type { ProviderSettingsService } from '../domain/market-data/provider-settings-service.ts';
import type { RiskFreeRateService } from '../domain/market-data/risk-free-rate-refresh.ts';
import type { PortfolioHistoryService } from '../domain/portfolios/portfolio-history-service.ts';
import type { PortfolioLifeService } from '../domain/portfolios/portfolio-life-service.ts';
import type { PortfolioService } from '../domain/portfolios/portfolio-service.ts';
import type { TargetService } from '../domain/portfolios/target-service.ts';
import type { PriceImportService } from '../domain/price-imports/price-import-service.ts';
import type { RebalancingService } from '../domain/rebalancing/rebalancing-service.ts';
import type { RiskService } from '../domain/risk/risk-service.ts';
import type { ShareService } from '../domain/shares/share-service.ts';
import type { ImportMappingService } from '../domain/transaction-imports/import-mapping-service.ts';
import type { TransactionImportService } from '../domain/transaction-imports/transaction-import-service.ts';
import type { LedgerService } from '../domain/transaction-ledger/ledger-service.ts';
import type { LedgerViews } from '../domain/transaction-ledger/ledger-views.ts';
import type { AccountServices } from './account-services.ts';
import type { AdministrationServices } from './administration-services.ts';

/** The ways to sign in, and what comes of them. */
export interface IdentityServices {
  readonly setUp: SetUpService;
  readonly demo: DemoService;
  readonly signIn: SignInService;
  readonly registration: RegistrationService;
  readonly acceptInvitation: AcceptInvitation;
  readonly passwordReset: PasswordResetService;
  readonly sessions: SessionService;
  readonly signOutEverywhere: SignOutEverywhere;
  readonly settings: SettingsService;
}

export interface Services {
  readonly audit: AuditService;
  readonly assets: AssetService;
  readonly portfolios: PortfolioService;
  readonly portfolioLife: PortfolioLifeService;
  readonly portfolioHistory: PortfolioHistoryService;
  readonly targets: TargetService;
  readonly shares: ShareService;
  readonly ledger: LedgerService;
  readonly ledgerViews: LedgerViews;
  readonly priceImports: PriceImportService;
  readonly transactionImports: TransactionImportService;
  readonly importMappings: ImportMappingService;
  readonly transactionExport: TransactionExport;
  readonly everythingExport: EverythingExport;
  readonly everythingImport: EverythingImport;
  readonly rebalancing: RebalancingService;
  readonly risk: RiskService;
  readonly frontier: FrontierService;
  readonly identity: IdentityServices;
  readonly account: AccountServices;
  readonly administration: AdministrationServices;
  readonly jobs: JobService;
  readonly live: LiveDesk;
  readonly marketData: MarketDataService;
  readonly providers: ProviderSettingsService;
  readonly exchangeRates: ExchangeRateService;
  readonly riskFreeRates: RiskFreeRateService;
  readonly priceOverrides: PriceOverrideService;
  readonly alertRules: AlertRuleService;
  readonly alertWebhooks: AlertWebhookService;
  readonly alerts: AlertService;
  /** Asks every part that requests need. */
  readonly readiness: () => Promise<Readiness>;
}
