/** Whose an object is, whoever asks: for the audit trail, in system scope. */
import { sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';

/** Table and column of the owner, by the type of the object. Nothing of a request gets into the text of the statement. */
const places: Readonly<Record<string, readonly [table: string, column: string]>> = {
  portfolio: ['portfolios', 'owner_id'],
  asset: ['assets', 'owner_id'],
  'price-import': ['price_imports', 'owner_id'],
  'transaction-import': ['transaction_imports', 'owner_id'],
  job: ['jobs', 'owner_id'],
  'alert-rule': ['alert_rules', 'owner_id'],
  alert: ['alerts', 'owner_id'],
  session: ['sessions', 'user_id'],
  passkey: ['passkeys', 'user_id'],
  'api-key': ['api_keys', 'user_id'],
};

export function createObjectOwners(orm: NodePgDatabase) {
  return async ({ type, id }: { readonly type: string; readonly id: string }): Promise<string | null> => {
    const place = places[type];
    if (place === undefined) return null;
    const [table, column] = place;
    const { rows } = await orm.execute<{ owner: string }>(
      sql`select ${sql.identifier(column)}::text as owner from ${sql.identifier(table)} where id = ${id}`,
    );
    return rows[0]?.owner ?? null;
  };
}
