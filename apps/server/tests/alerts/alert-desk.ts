/** An application with a person who has a portfolio, and what happens to it: prices that come, rules that are measured. */
import type { Alert, AlertList, AlertRule } from '@riskoptimizer/contracts';
import type { People, Person } from '../access/people.ts';
import { addAsset } from '../access/portfolio-rows.ts';
import type { Answer, TestApplication } from '../api/test-application.ts';
import { until } from '../support/wait.ts';

export interface AlertDesk {
  readonly person: Person;
  readonly token: string;
  readonly portfolioId: string;
  /** Held: ten of the first, ten of the second. */
  readonly assetIds: readonly [string, string];
  ask<Body>(method: string, path: string, json?: unknown, headers?: Record<string, string>): Promise<Answer<Body>>;
  createRule(input: Record<string, unknown>): Promise<AlertRule>;
  rule(ruleId: string): Promise<AlertRule>;
  /** When the rule has been measured in a way that fits. */
  measured(ruleId: string, fits: (rule: AlertRule) => boolean): Promise<AlertRule>;
  alertsOf(ruleId: string): Promise<Alert[]>;
  /** A close for the day after the last, as a provider or an import brings it. */
  addClose(assetId: string, close: number): Promise<void>;
}

export async function openAlertDesk(application: TestApplication, people: People): Promise<AlertDesk> {
  const { pool } = application.owner;
  const person = await people.person('advisor');
  const { token } = await people.session(person.userId);
  const assetIds = [
    await addAsset(pool, person.userId, 'ACME', 400),
    await addAsset(pool, person.userId, 'BOLT', 400),
  ] as const;
  const ask: AlertDesk['ask'] = (method, path, json, headers = {}) =>
    application.ask(method, `/api/v1${path}`, { token, headers, ...(json === undefined ? {} : { json }) });
  const items = assetIds.map((assetId) => ({ assetId, quantity: '10' }));
  const made = await ask<{ id: string }>('POST', '/portfolios', {
    name: 'Core',
    allocation: { kind: 'quantities', items },
  });
  if (made.status !== 201) throw new Error(`No portfolio: ${made.status} ${made.text}`);
  const portfolioId = made.body.id;
  const rules = `/portfolios/${portfolioId}/alert-rules`;
  const rule = async (ruleId: string) => (await ask<AlertRule>('GET', `${rules}/${ruleId}`)).body;
  return {
    person,
    token,
    portfolioId,
    assetIds,
    ask,
    rule,
    async createRule(input) {
      const subject = { kind: 'portfolio' };
      const { status, body, text } = await ask<AlertRule>('POST', rules, {
        name: 'Watched',
        subject,
        comparison: 'above',
        ...input,
      });
      if (status !== 201) throw new Error(`No rule: ${status} ${text}`);
      return body;
    },
    async measured(ruleId, fits) {
      let found = await rule(ruleId);
      await until(
        'the rule is measured',
        async () => {
          found = await rule(ruleId);
          return found.evaluatedAt !== null && fits(found);
        },
        30_000,
      ).catch((error: unknown) => {
        throw new Error(`${String(error)} It is ${JSON.stringify(found)}`);
      });
      return found;
    },
    async alertsOf(ruleId) {
      const { body } = await ask<AlertList>('GET', `/alerts?portfolioId=${portfolioId}&limit=200`);
      return body.items.filter((alert) => alert.ruleId === ruleId);
    },
    async addClose(assetId, close) {
      // In one transaction, as every way by which prices come does it.
      await pool.query(
        `with added as (
           insert into prices (asset_id, owner_id, date, close)
           select id, owner_id, last_date + 1, $2 from assets where id = $1 returning date)
         update assets set prices_version = prices_version + 1, price_count = price_count + 1, last_close = $2,
           last_date = (select date from added) where id = $1`,
        [assetId, close],
      );
    },
  };
}
