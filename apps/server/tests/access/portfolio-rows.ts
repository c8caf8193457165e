/** Portfolios and assets with prices, straight into the tables. */
import type { Pool } from 'pg';
import { createId } from '../../src/core/ids.ts';

const held = new Map<string, string>();

/** An imported asset of the user with 400 days of prices, made once for each user and symbol. */
export async function ensureHolding(pool: Pool, userId: string, symbol: string): Promise<string> {
  const key = `${userId} ${symbol}`;
  const assetId = held.get(key) ?? (await addAsset(pool, userId, symbol, 400));
  held.set(key, assetId);
  return assetId;
}

export async function addAsset(pool: Pool, userId: string, symbol: string, days: number): Promise<string> {
  const assetId = createId();
  await pool.query(
    `insert into assets (id, owner_id, source, symbol, name, asset_class, currency, prices_version, price_count, first_date, last_date, last_close)
     values ($1, $2, 'imported', $3, $3, 'equity', 'USD', 1, $4, date '2024-01-01', date '2024-01-01' + $4::int - 1, 100)`,
    [assetId, userId, symbol, days],
  );
  await pool.query(
    `insert into prices (asset_id, owner_id, date, close)
     select $1, $2, date '2024-01-01' + day, 100 + 10 * sin(day) + day / 100.0 from generate_series(0, $3::int - 1) as day`,
    [assetId, userId, days],
  );
  return assetId;
}

/** Wholly in the one asset. */
export async function addPortfolio(pool: Pool, userId: string, assetId: string, name = 'Portfolio'): Promise<string> {
  const portfolioId = createId();
  await pool.query(
    `insert into portfolios (id, owner_id, name, base_currency, allocation_kind) values ($1, $2, $3, 'USD', 'weights')`,
    [portfolioId, userId, `${name} ${portfolioId}`],
  );
  await pool.query(
    `insert into allocations (portfolio_id, asset_id, owner_id, position, weight) values ($1, $2, $3, 0, 1)`,
    [portfolioId, assetId, userId],
  );
  await pool.query(
    `insert into portfolio_versions (portfolio_id, version, owner_id, change, content)
     select $1, 1, $2, 'created', jsonb_build_object('name', name, 'baseCurrency', 'USD', 'benchmark', null,
       'allocationKind', 'weights', 'targets', null,
       'allocations', jsonb_build_array(jsonb_build_object('assetId', $3::text, 'symbol', name, 'weight', 1, 'quantity', null)))
     from portfolios where id = $1`,
    [portfolioId, userId, assetId],
  );
  return portfolioId;
}

/** With a ledger: ten units of the asset, bought with a deposit, which is the transaction that is named. */
export async function addLedger(
  pool: Pool,
  userId: string,
  assetId: string,
  name: string,
): Promise<{ portfolioId: string; transactionId: string }> {
  const portfolioId = await addPortfolio(pool, userId, assetId, name);
  await pool.query(`update portfolios set allocation_kind = 'ledger' where id = $1`, [portfolioId]);
  await pool.query(`update allocations set weight = null, quantity = 10 where portfolio_id = $1`, [portfolioId]);
  const transactionId = createId();
  await pool.query(
    `insert into transactions (id, portfolio_id, owner_id, sequence, kind, date, account, amount, currency, note)
     values ($1, $2, $3, 1, 'deposit', '2024-01-01', 'Main', 5000, 'USD', $4)`,
    [transactionId, portfolioId, userId, name],
  );
  await pool.query(
    `insert into transactions (id, portfolio_id, owner_id, sequence, kind, date, account, asset_id, quantity, price, currency, fee, tax)
     values ($1, $2, $3, 2, 'buy', '2024-01-10', 'Main', $4, 10, 100, 'USD', 0, 0)`,
    [createId(), portfolioId, userId, assetId],
  );
  return { portfolioId, transactionId };
}

/** A portfolio with a rule on its value, an alert of it that is open, and a webhook. */
export async function addAlertRule(
  pool: Pool,
  userId: string,
  assetId: string,
  name: string,
): Promise<{ portfolioId: string; ruleId: string; alertId: string }> {
  const portfolioId = await addPortfolio(pool, userId, assetId, name);
  const [ruleId, alertId] = [createId(), createId()];
  await pool.query(
    `insert into alert_rules (id, portfolio_id, owner_id, name, measure, comparison, threshold, hysteresis, "window", confidence,
       is_limit, channels, enabled, created_at, updated_at)
     values ($1, $2, $3, $4, 'volatility', 'above', 0.2, 0, '1y', 0.95, true, '{in-app}', false, now(), now())`,
    [ruleId, portfolioId, userId, name],
  );
  const rule = { name, subject: { kind: 'portfolio' }, measure: 'volatility', comparison: 'above', threshold: '0.2' };
  await pool.query(
    `insert into alerts (id, rule_id, owner_id, rule, state, raised_value, last_value, raised_at, last_seen_at)
     values ($1, $2, $3, $4, 'raised', 0.3, 0.3, now(), now())`,
    [alertId, ruleId, userId, JSON.stringify({ ...rule, confidence: 0.95 })],
  );
  await pool.query(
    `insert into alert_webhooks (rule_id, owner_id, host, address_sealed, secret_sealed, created_at)
     values ($1, $2, $3, 'sealed', 'sealed', now())`,
    [ruleId, userId, `${name}.example.com`],
  );
  await pool.query(
    `insert into limit_utilisation (rule_id, owner_id, at, value, utilisation) values ($1, $2, now(), 0.3, 1.5)`,
    [ruleId, userId],
  );
  return { portfolioId, ruleId, alertId };
}
