/** Every table. `drizzle-kit generate` turns a change here into a migration. */
export * from './alerts.ts';
export * from './assets.ts';
export * from './audit.ts';
export * from './authentication.ts';
export * from './exchange-rates.ts';
export * from './installation.ts';
export * from './jobs.ts';
export * from './market-data.ts';
export * from './portfolio-history.ts';
export * from './portfolio-shares.ts';
export * from './portfolios.ts';
export * from './price-imports.ts';
export * from './prices.ts';
export * from './sessions.ts';
export * from './transaction-imports.ts';
export * from './transactions.ts';
export * from './users.ts';
