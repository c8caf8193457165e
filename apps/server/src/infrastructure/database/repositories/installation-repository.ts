import type { Settings } from '@riskoptimizer/contracts';
import { eq, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { installation } from '../schema/index.ts';

export interface InstallationRow {
  readonly installationId: string;
  readonly secretsFingerprint: string;
}

/** Any number; all processes that make the first rows take the same lock. */
const firstStartLock = 7_245_301_118;

export function createInstallationRepository(orm: NodePgDatabase) {
  return {
    /** Until the transaction ends one process at a time makes what is missing. */
    async lockFirstStart(): Promise<void> {
      await orm.execute(sql`select pg_advisory_xact_lock(${firstStartLock})`);
    },
    async find(): Promise<InstallationRow | null> {
      const [found] = await orm
        .select({
          installationId: installation.installationId,
          secretsFingerprint: installation.secretsFingerprint,
        })
        .from(installation);
      return found ?? null;
    },
    async insert(row: InstallationRow & { readonly settings: Settings; readonly createdAt: Date }): Promise<void> {
      await orm.insert(installation).values(row);
    },
    async writeFingerprint(secretsFingerprint: string): Promise<void> {
      await orm.update(installation).set({ secretsFingerprint }).where(eq(installation.id, 1));
    },
    async readSettings(): Promise<unknown> {
      const [found] = await orm.select({ settings: installation.settings }).from(installation);
      return found?.settings;
    },
    async writeSettings(settings: Settings): Promise<void> {
      await orm.update(installation).set({ settings }).where(eq(installation.id, 1));
    },
  };
}
