/**
 * Who is asking, from the first hook to the last statement: carried along the asynchronous calls of a request, so that the
 * database connection and the audit trail know it without being told by every function in between.
 *
 * The services are told the actor as an argument as well; this is the second, independent way, and the row security of the
 * database follows it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { ApiKeyScope, Assurance, Role } from '@riskoptimizer/contracts';

export interface UserActor {
  readonly kind: 'user';
  readonly userId: string;
  readonly role: Role;
  readonly isDemo: boolean;
  readonly sessionId: string;
  readonly client: 'web' | 'app';
  readonly assurance: Assurance;
  /** The id of the access token, to refuse it alone. */
  readonly tokenId: string;
  /** Sensitive changes need no new confirmation until then. */
  readonly confirmedUntil: Date | null;
}

export interface ApiKeyActor {
  readonly kind: 'api-key';
  readonly userId: string;
  readonly role: Role;
  readonly apiKeyId: string;
  readonly scopes: readonly ApiKeyScope[];
}

/** Somebody who has not signed in, or the server itself. */
export interface NobodyActor {
  readonly kind: 'anonymous' | 'system';
}

export type SignedInActor = UserActor | ApiKeyActor;
export type Actor = SignedInActor | NobodyActor;

export interface RequestContext {
  readonly requestId: string | null;
  /** Of the client, as far as trusted proxies say. */
  readonly address: string | null;
  readonly actor: Actor;
}

/** What the row security of the database lets through: the rows of a user, everything, or nothing. */
export type DatabaseScope =
  | { readonly kind: 'user'; readonly userId: string; readonly role: Role }
  | { readonly kind: 'system' }
  | { readonly kind: 'nobody' };

interface Stored {
  readonly context: RequestContext;
  readonly scope: DatabaseScope;
}

const storage = new AsyncLocalStorage<Stored>();
const outside: Stored = {
  context: { requestId: null, address: null, actor: { kind: 'anonymous' } },
  scope: { kind: 'nobody' },
};

/** Runs the work for the actor of the context: the database shows the rows of that user, and none to anybody else. */
export function runInContext<Result>(context: RequestContext, work: () => Result): Result {
  return storage.run({ context, scope: scopeOf(context.actor) }, work);
}

/**
 * Runs the work with sight of all rows, the actor unchanged: for identity itself (who is it?), for the audit trail and for
 * tasks of the server. Never around work whose row ids come from a request without a check before.
 */
export function asSystem<Result>(work: () => Result): Result {
  const { context } = storage.getStore() ?? outside;
  return storage.run({ context, scope: { kind: 'system' } }, work);
}

/** Tasks that nobody asked for: the demo at the start, cleaning, rotation. */
export function asServer<Result>(work: () => Result): Result {
  const context: RequestContext = { requestId: null, address: null, actor: { kind: 'system' } };
  return storage.run({ context, scope: { kind: 'system' } }, work);
}

/** What a stream does later, piece by piece, it does for the one who asked for it. */
export function keepContext(): <Result>(work: () => Result) => Result {
  const stored = storage.getStore() ?? outside;
  return (work) => storage.run(stored, work);
}

export function currentContext(): RequestContext {
  return (storage.getStore() ?? outside).context;
}

export function databaseScope(): DatabaseScope {
  return (storage.getStore() ?? outside).scope;
}

function scopeOf(actor: Actor): DatabaseScope {
  if (actor.kind === 'user' || actor.kind === 'api-key')
    return { kind: 'user', userId: actor.userId, role: actor.role };
  return { kind: actor.kind === 'system' ? 'system' : 'nobody' };
}
