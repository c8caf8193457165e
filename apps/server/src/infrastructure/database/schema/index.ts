/** Every table. `drizzle-kit generate` turns a change here into a migration. */
export * from './assets.ts';
export * from './exchange-rates.ts';
export * from './portfolios.ts';
export * from './price-imports.ts';
export * from './prices.ts';
export * from './users.ts';
