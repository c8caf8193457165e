/** What another replica tells, over the bus that the application listens to. */
import { Redis } from 'ioredis';
import { redisAddress } from '../../src/infrastructure/cache/redis-address.ts';
import type { TestApplication } from '../api/test-application.ts';

export async function tellAsReplica({ redis, owner }: TestApplication, items: readonly object[]): Promise<void> {
  const payload = JSON.stringify({ from: 'another replica', items });
  if (redis === null) {
    await owner.pool.query("select pg_notify('riskoptimizer_live_events', $1)", [payload]);
    return;
  }
  const { rows } = await owner.pool.query<{ id: string }>('select installation_id as id from installation');
  const connection = new Redis(redisAddress(redis.url));
  await connection.publish(`riskoptimizer:${rows[0]!.id}:live:events`, payload);
  connection.disconnect();
}
