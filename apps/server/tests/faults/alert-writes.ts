/** The writes of alert rules. They are off, so that nothing is measured while the content of the tables is compared. */
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { addAlertRule } from '../access/portfolio-rows.ts';
import type { Answer, Asked } from '../api/test-application.ts';
import type { WriteOperation } from './write-operation.ts';

type Ask = <Body = { readonly id: string }>(method: string, path: string, asked?: Asked) => Promise<Answer<Body>>;

export function alertWrites(ask: Ask, pool: Pool, userId: string, assetId: string): WriteOperation[] {
  const subject = { kind: 'asset', assetId };
  const rule = { name: 'Off', subject, measure: 'weight', comparison: 'above', threshold: '0.5', enabled: false };
  const headers = { 'if-match': '"1"' };
  const made = async () => {
    const { portfolioId, ruleId, alertId } = await addAlertRule(pool, userId, assetId, randomUUID());
    const rules = `/portfolios/${portfolioId}/alert-rules`;
    return { rules, path: `${rules}/${ruleId}`, alert: `/alerts/${alertId}` };
  };
  return [
    {
      name: 'make an alert rule',
      prepare: async () => {
        const { rules } = await made();
        return () => ask('POST', rules, { json: rule });
      },
    },
    {
      name: 'change an alert rule that has an open alert',
      prepare: async () => {
        const { path } = await made();
        return () => ask('PUT', path, { json: rule, headers });
      },
    },
    {
      name: 'delete an alert rule',
      prepare: async () => {
        const { path } = await made();
        return () => ask('DELETE', path, { headers });
      },
    },
    {
      name: 'set a webhook',
      prepare: async () => {
        const { path } = await made();
        return () => ask('PUT', `${path}/webhook`, { json: { address: 'https://hooks.example.com/' } });
      },
    },
    {
      name: 'acknowledge an alert',
      prepare: async () => {
        const { alert } = await made();
        return () => ask('POST', `${alert}/acknowledge`, { json: { note: 'Seen' } });
      },
    },
  ];
}
