/** A pool whose connections know for whom they work: each is told on its way out, before anything else is asked of it. */
import { Pool, type PoolClient } from 'pg';
import { type DatabaseScope, databaseScope } from '../../core/request-context.ts';

type Release = (error?: boolean | Error) => void;
type ConnectCallback = (error: Error | undefined, client: PoolClient | undefined, release: Release) => void;

/** What the connection was told last; a fresh one was told nothing, and shows nothing. */
const toldTo = new WeakMap<PoolClient, string>();

export class ActorPool extends Pool {
  override connect(): Promise<PoolClient>;
  override connect(callback: ConnectCallback): void;
  override connect(callback?: ConnectCallback): Promise<PoolClient> | void {
    // Read now: waiting for a free connection ends in the asynchronous context of whoever gave it back.
    const scope = databaseScope();
    const connecting = super.connect().then((client) => tell(client, scope));
    if (callback === undefined) return connecting;
    void answer(connecting, callback);
  }
}

/** What the pool's own `query` wants: a call instead of a promise. */
async function answer(connecting: Promise<PoolClient>, callback: ConnectCallback): Promise<void> {
  let client: PoolClient;
  try {
    client = await connecting;
  } catch (error) {
    callback(error as Error, undefined, () => undefined);
    return;
  }
  callback(undefined, client, (error) => client.release(error));
}

const statement =
  "select set_config('riskoptimizer.scope', $1, false), set_config('riskoptimizer.actor_id', $2, false), set_config('riskoptimizer.actor_role', $3, false)";

async function tell(client: PoolClient, scope: DatabaseScope): Promise<PoolClient> {
  const values = scope.kind === 'user' ? ['user', scope.userId, scope.role] : [scope.kind, '', ''];
  const told = values.join(' ');
  if (toldTo.get(client) === told) return client;
  try {
    await client.query(statement, values);
  } catch (error) {
    client.release(true);
    throw error;
  }
  toldTo.set(client, told);
  return client;
}
