/** Everybody who may ask: each kind of credential, role and share. */
import { randomBytes } from 'node:crypto';
import { type ApiKeyScope, apiKeyScopes } from '@riskoptimizer/contracts';
import { localUser } from '../../src/domain/users/local-user.ts';
import type { Caller } from './documented-access.ts';
import type { People, Person, SessionWishes } from './people.ts';
import type { ShareLevel } from './world.ts';

export interface NamedCaller extends Caller {
  readonly name: string;
  readonly person: Person;
  /** How portfolios of others are shared with this caller, where they are. */
  readonly shareLevel: ShareLevel;
  /** A bearer; a fresh one is good for one probe, whatever the probe does to it. */
  readonly bearer: (route: string, isFresh: boolean) => Promise<string | null>;
}

const nobody: Caller = {
  credential: null,
  role: 'none',
  assurance: 'full',
  confirmed: false,
  isDemo: false,
  scopes: [],
  withoutProof: false,
};

export async function makeCallers(people: People): Promise<NamedCaller[]> {
  const bystander = await people.person('admin');
  const strangers = await makeStrangers(people, bystander);
  const signedIn = async (
    name: string,
    person: Person,
    { shareLevel = 'edit', ...wishes }: SessionWishes & { shareLevel?: ShareLevel; isDemo?: boolean } = {},
  ): Promise<NamedCaller> => ({
    name,
    person,
    shareLevel,
    credential: 'session',
    role: person.role,
    assurance: wishes.assurance ?? 'full',
    confirmed: wishes.confirmed ?? true,
    isDemo: wishes.isDemo ?? false,
    scopes: [],
    withoutProof: wishes.client === 'web',
    bearer: reused(async () => (await people.session(person.userId, wishes)).token),
  });
  const key = async (name: string, scopes: readonly ApiKeyScope[]): Promise<NamedCaller> => {
    const person = await people.person('admin');
    const bearer = await people.apiKey(person, scopes);
    const caller = { ...nobody, credential: 'key' as const, role: person.role, scopes };
    return { ...caller, name, person, shareLevel: 'edit', bearer: async () => bearer };
  };
  const demo: Person = { userId: localUser.id, email: '', role: 'analyst' };
  return [
    ...strangers,
    await signedIn('enrolment session', await people.person('admin'), { assurance: 'enrolment' }),
    await signedIn('not confirmed', await people.person('admin'), { confirmed: false }),
    await signedIn('web session without proof', await people.person('admin'), { client: 'web' }),
    await signedIn('viewer', await people.person('viewer')),
    await signedIn('analyst', await people.person('analyst')),
    await signedIn('advisor', await people.person('advisor')),
    await signedIn('compliance', await people.person('compliance')),
    await signedIn('admin', await people.person('admin')),
    await signedIn('read share', await people.person('advisor'), { shareLevel: 'read' }),
    await signedIn('edit share', await people.person('advisor')),
    await signedIn('expired share', await people.person('advisor'), { shareLevel: 'expired' }),
    await signedIn('demo', demo, { isDemo: true }),
    await key('key of every scope', apiKeyScopes),
    ...(await Promise.all(apiKeyScopes.map((scope) => key(`key for ${scope}`, [scope])))),
  ];
}

/** A sign-in for each route, and one for each probe that may end it. */
function reused(signIn: () => Promise<string>): NamedCaller['bearer'] {
  let kept: { readonly token: Promise<string>; readonly route: string } | null = null;
  return (route, isFresh) => {
    if (isFresh) return signIn();
    if (kept?.route !== route) kept = { token: signIn(), route };
    return kept.token;
  };
}

/** Whoever is not known: the same 401 for all of them. */
async function makeStrangers(people: People, person: Person): Promise<NamedCaller[]> {
  const { sessionId } = await people.session(person.userId);
  const claims = { userId: person.userId, sessionId };
  const disabled = await people.person('admin');
  const ofDisabled = (await people.session(disabled.userId)).token;
  await people.disable(disabled.userId);
  const ended = await people.person('admin');
  const ofEnded = (await people.session(ended.userId)).token;
  await people.endSessions(ended.userId);
  const hour = 3_600_000;
  const bearers: [string, string | null][] = [
    ['anonymous', null],
    ['expired token', await people.signedOtherwise(claims, { agoMs: hour })],
    ['wrong audience', await people.signedOtherwise(claims, { audience: 'another-api' })],
    ['before the second factor', randomBytes(32).toString('base64url')],
    ['session that was ended', ofEnded],
    ['disabled user', ofDisabled],
    ['key that is none', `ro_00000000_${randomBytes(32).toString('base64url')}`],
  ];
  return bearers.map(([name, bearer]) => ({
    ...nobody,
    name,
    person,
    shareLevel: 'edit' as const,
    bearer: async () => bearer,
  }));
}
