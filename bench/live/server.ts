/**
 * The real server, with people and assets for the bench of live data: everybody sees the simulated assets of one portfolio by
 * a share. Who they are goes to the file that LIVE_BENCH_WORLD names; everything else is as the server is.
 */
import { writeFile } from 'node:fs/promises';
import { compose } from '../../apps/server/src/compose.ts';
import { loadConfig } from '../../apps/server/src/core/config.ts';
import { createId } from '../../apps/server/src/core/ids.ts';
import { asServer } from '../../apps/server/src/core/request-context.ts';
import { terminal } from '../../apps/server/src/lifecycle/announce.ts';
import { liveUntilStopped } from '../../apps/server/src/lifecycle/process-life.ts';
import { runServer } from '../../apps/server/src/lifecycle/run-server.ts';
import type { ServerParts } from '../../apps/server/src/lifecycle/server-parts.ts';
import { makePeople } from '../../apps/server/tests/access/people.ts';
import type { TestApplication } from '../../apps/server/tests/api/test-application.ts';

const { LIVE_BENCH_WORLD: worldFile = '', LIVE_BENCH_PEOPLE: peopleCount = '250', ...environment } = process.env;
const assetCount = 100;
const classes = ['equity', 'fund', 'bond', 'commodity', 'crypto'];
const config = loadConfig(environment);

async function makeWorld(parts: ServerParts): Promise<void> {
  const people = await makePeople({ config, parts } as TestApplication);
  const { pool } = parts.database;
  const ask = (text: string, values: unknown[]) => asServer(() => pool.query(text, values));
  const owner = await people.person('advisor');
  const assetIds = Array.from({ length: assetCount }, () => createId());
  const portfolioId = createId();
  for (const [index, assetId] of assetIds.entries())
    await ask(
      `insert into assets (id, owner_id, source, symbol, name, asset_class, country, currency, last_date, last_close)
       values ($1, $2, 'simulated', $3, $3, $4, 'US', 'USD', '2026-11-20', $5)`,
      [assetId, owner.userId, `BENCH${index}`, classes[index % classes.length], 20 + index * 3.17],
    );
  await ask(
    `insert into portfolios (id, owner_id, name, base_currency, allocation_kind) values ($1, $2, 'Bench', 'USD', 'weights')`,
    [portfolioId, owner.userId],
  );
  await ask(
    `insert into allocations (portfolio_id, asset_id, owner_id, position, weight)
     select $1, asset_id, $2, place - 1, $4 from unnest($3::uuid[]) with ordinality as held (asset_id, place)`,
    [portfolioId, owner.userId, assetIds, 1 / assetCount],
  );
  const tokens: string[] = [];
  for (let count = 0; count < Number(peopleCount); count += 1) {
    const { userId, email } = await people.person('analyst');
    await ask(
      `insert into portfolio_shares (id, portfolio_id, owner_id, email_sealed, email_index, grantee_id, level, created_at)
       values ($1, $2, $3, 'bench', $4, $5, 'read', now())`,
      [createId(), portfolioId, owner.userId, email, userId],
    );
    tokens.push((await people.session(userId)).token);
  }
  await people.close();
  await writeFile(worldFile, JSON.stringify({ tokens, assetIds }));
}

await liveUntilStopped(terminal, (onFailure) =>
  runServer(config, {
    announcer: terminal,
    onFailure,
    compose: async (present, parts) => {
      const application = await compose(present, parts);
      await makeWorld(parts);
      return application;
    },
  }),
);
