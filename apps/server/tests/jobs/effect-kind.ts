/** A kind of job with an effect that can be counted: a row in a table of the test, in the transaction that ends the job. */
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { AnyJobKind, JobKind } from '../../src/domain/jobs/job-kind.ts';
import type { DatabaseConnection } from '../../src/infrastructure/database/connection.ts';

const input = z.strictObject({ milliseconds: z.int().min(0).default(0) });

/** @param database null where the kind is only asked for and others run it. */
export function effectKind(database: DatabaseConnection | null): AnyJobKind {
  return {
    name: 'effect',
    input,
    permissions: [],
    timeoutSeconds: 60,
    retries: 2,
    authorize: async () => {},
    async run({ jobId, signal, progress }, { milliseconds }) {
      progress(0, `In process ${process.pid}`);
      await sleep(milliseconds, undefined, { signal });
      return {
        json: '{}',
        inputsHash: null,
        engineVersion: null,
        seed: null,
        window: null,
        commit: async () =>
          void (await database!.orm.execute(
            sql`insert into job_effects (job_id, pid) values (${jobId}, ${process.pid})`,
          )),
      };
    },
  } satisfies JobKind<z.infer<typeof input>>;
}
