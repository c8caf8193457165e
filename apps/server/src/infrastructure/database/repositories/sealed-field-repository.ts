import { type SQL, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { SealedColumn, SealedField, SealedFieldRepository } from '../../../domain/administration/sealed-fields.ts';
import { sealedColumns } from '../sealed-columns.ts';

/** Names come from the list of columns, never from a request. */
export function createSealedFieldRepository(orm: NodePgDatabase): SealedFieldRepository {
  return {
    columns: sealedColumns,
    async count(prefix) {
      const counts = sealedColumns.map(({ table, column }) => {
        const sealed = sql.identifier(column);
        return sql`select count(*) as sealed, count(*) filter (where not starts_with(${sealed}, ${prefix})) as pending
          from ${sql.identifier(table)} where ${sealed} is not null`;
      });
      const { rows } = await orm.execute<{ sealed: number; pending: number }>(
        sql`select sum(sealed)::int as sealed, sum(pending)::int as pending from (${sql.join(counts, sql` union all `)}) as counts`,
      );
      return rows[0] ?? { sealed: 0, pending: 0 };
    },
    async isKeyUsed(keyId) {
      const found = sealedColumns.map(({ table, column }) => {
        const sealed = sql.identifier(column);
        return sql`exists (select from ${sql.identifier(table)} where split_part(${sealed}, '.', 2) = ${keyId})`;
      });
      const { rows } = await orm.execute<{ used: boolean }>(sql`select ${sql.join(found, sql` or `)} as used`);
      return rows[0]?.used ?? true;
    },
    async lockPending(column, prefix, after, limit) {
      const [table, sealed] = [sql.identifier(column.table), sql.identifier(column.column)];
      const row = rowText(column);
      const { rows } = await orm.execute<{ row: string; sealed: string }>(
        sql`select ${row} as row, ${sealed} as sealed from ${table}
          where ${sealed} is not null and not starts_with(${sealed}, ${prefix}) and ${row} > ${after ?? ''}
          order by 1 limit ${limit} for update skip locked`,
      );
      return rows satisfies readonly SealedField[];
    },
    async replace(column, field, sealed) {
      const [table, name] = [sql.identifier(column.table), sql.identifier(column.column)];
      const { rowCount } = await orm.execute(
        sql`update ${table} set ${name} = ${sealed} where ${rowText(column)} = ${field.row} and ${name} = ${field.sealed}`,
      );
      return (rowCount ?? 0) > 0;
    },
  };
}

/** The id of a row as it stands in its seal: text as it is, bytes as hexadecimal digits. */
function rowText({ row }: SealedColumn): SQL {
  const name = sql.identifier(row);
  return row === 'token_hash' ? sql`encode(${name}, 'hex')` : sql`${name}::text`;
}
