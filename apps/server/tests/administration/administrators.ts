/** Administrators and those they invite, signed in as programs do. */
import type { SignedIn } from '@riskoptimizer/contracts';
import type { Answer, TestApplication } from '../api/test-application.ts';

export const password = 'quiet harbour lantern';
/** Sessions are believed for half a second; what changed counts everywhere within a second. */
export const believedMs = 1_000;

export interface Somebody {
  readonly userId: string;
  readonly email: string;
  readonly session: SignedIn;
  ask<Body = unknown>(method: string, path: string, json?: unknown, at?: TestApplication): Promise<Answer<Body>>;
}

/** The first account, as one that has its second factor and proved just now who it is. */
export async function setUpAdministrator(application: TestApplication, email = 'ada@example.com'): Promise<Somebody> {
  const token = application.setUpLink?.split('#token=')[1];
  const json = { token, email, displayName: 'Ada', password, client: 'app' };
  return entered(application, email, await application.ask('POST', '/api/v1/auth/set-up', { json }));
}

/** Somebody who accepted an invitation. */
export async function invite(
  application: TestApplication,
  by: Somebody,
  role: string,
  email: string,
): Promise<Somebody> {
  const invited = await by.ask<{ link: string }>('POST', '/admin/invitations', { email, role });
  const token = invited.body.link.split('#token=')[1];
  const json = { token, displayName: email.split('@')[0], password, client: 'app' };
  return entered(application, email, await application.ask('POST', '/api/v1/auth/invitations/accept', { json }));
}

export function signIn(application: TestApplication, email: string, at = application): Promise<Answer<SignedIn>> {
  return at.ask<SignedIn>('POST', '/api/v1/auth/sign-in', { json: { email, password, client: 'app' } });
}

export async function entered(application: TestApplication, email: string, answer: Answer<unknown>): Promise<Somebody> {
  if (answer.status !== 200) throw new Error(`Signing in failed: ${answer.text}`);
  const session = answer.body as SignedIn;
  await assure(application, session);
  return {
    userId: session.user.id,
    email,
    session,
    ask: (method, path, json, at = application) =>
      at.ask(method, `/api/v1${path}`, {
        ...(json === undefined ? {} : { json }),
        headers: { authorization: `Bearer ${session.accessToken}` },
      }),
  };
}

/** A second factor, and what it does; how it is set up is tried elsewhere. Before the session is used: nothing is remembered of it then. */
async function assure(application: TestApplication, { sessionId, user }: SignedIn): Promise<void> {
  if (user.role === 'admin' || user.role === 'compliance') await givePasskey(application, user.id);
  await application.owner.pool.query("update sessions set assurance = 'full', confirmed_at = now() where id = $1", [
    sessionId,
  ]);
}

export async function givePasskey({ owner }: TestApplication, userId: string): Promise<void> {
  await owner.pool.query(
    `insert into passkeys (id, user_id, credential_id, public_key, signature_counter, transports, backed_up, name, created_at)
      values (gen_random_uuid(), $1, gen_random_uuid()::text, '', 0, '[]', false, 'Key', now())`,
    [userId],
  );
}

export interface AuditRow {
  readonly action: string;
  readonly entity_id: string | null;
  readonly content: {
    readonly before?: Record<string, unknown> | null;
    readonly after?: Record<string, unknown> | null;
  };
}

export async function auditOf({ owner }: TestApplication, action: string): Promise<AuditRow[]> {
  const { rows } = await owner.pool.query<{ action: string; entity_id: string | null; content: string }>(
    'select action, entity_id, content from audit_entries where action = $1 order by sequence',
    [action],
  );
  return rows.map((row) => ({ ...row, content: JSON.parse(row.content) as AuditRow['content'] }));
}
