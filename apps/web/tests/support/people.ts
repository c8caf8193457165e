/** People with accounts on a running server: asked for by the API, so that a test can begin where it wants to. */
import { createHttpClient, type HttpClient, Session } from '@riskoptimizer/client';
import type { Role } from '@riskoptimizer/contracts';
import { generateSync } from 'otplib';
import type { RunningServer } from './server.ts';

export interface Person {
  readonly email: string;
  readonly displayName: string;
  readonly password: string;
}

export const ada: Person = {
  email: 'ada@example.com',
  displayName: 'Ada Lovelace',
  password: 'fourteen purple wheelbarrows',
};

export const bob: Person = {
  email: 'bob@example.com',
  displayName: 'Bob Noyce',
  password: 'eleven quiet lighthouses',
};

export const grace: Person = {
  email: 'grace@example.com',
  displayName: 'Grace Hopper',
  password: 'thirteen woolen telescopes',
};

export const vera: Person = {
  email: 'vera@example.com',
  displayName: 'Vera Rubin',
  password: 'nine copper umbrellas',
};

const linkToken = /#token=([\w-]{43})/;

/** The token of the link that the server shows in its terminal at the first start. */
export function setUpToken({ output }: RunningServer): string {
  const token = /\/set-up#token=([\w-]{43})/.exec(output())?.[1];
  if (token === undefined) throw new Error(`The server shows no set-up link:\n${output()}`);
  return token;
}

const stepSeconds = 30;

/** An authenticator app: a code for each step once, as the server takes it once. */
export class Authenticator {
  readonly #secret: string;
  #lastStep = 0;

  constructor(secret: string) {
    this.#secret = secret.replaceAll(/\s/g, '');
  }

  /** A code that was not used yet. The server takes the next one already, so this waits for at most one step. */
  async code(): Promise<string> {
    const step = Math.max(this.#lastStep + 1, stepNow());
    while (step > stepNow() + 1) await new Promise((next) => setTimeout(next, 250));
    this.#lastStep = step;
    return generateSync({ secret: this.#secret, epoch: step * stepSeconds + 1 });
  }
}

function stepNow(): number {
  return Math.floor(Date.now() / 1000 / stepSeconds);
}

export interface ApiUser {
  readonly client: HttpClient;
  readonly session: Session;
}

/** A client as an app has it: with its refresh token in a storage of its own. */
export function anApp({ url }: RunningServer): ApiUser {
  let stored: string | null = null;
  const refreshTokens = {
    read: () => Promise.resolve(stored),
    write: (token: string | null) => {
      stored = token;
      return Promise.resolve();
    },
  };
  const session = new Session({ baseUrl: url, kind: 'app', refreshTokens });
  return { session, client: createHttpClient({ baseUrl: url, session }) };
}

/** Signs in by password and, where it is asked for, by a code. */
export async function signInByApi(server: RunningServer, person: Person, app?: Authenticator): Promise<ApiUser> {
  const user = anApp(server);
  const { email, password } = person;
  const answer = await user.client.signIn({ email, password, client: 'app' });
  if (answer.status === 'signed-in') {
    await user.session.accept(answer);
    return user;
  }
  if (app === undefined) throw new Error(`${email} needs a second factor.`);
  const { challengeToken } = answer;
  const code = await app.code();
  await user.session.accept(
    await user.client.completeSecondFactor({ method: 'totp', challengeToken, code, client: 'app' }),
  );
  return user;
}

/** The token of an invitation, as the administrator gets it to pass on. */
export async function invitationFor({ client }: ApiUser, { email }: Person, role: Role): Promise<string> {
  const { link } = await client.createInvitation({ email, role });
  const token = linkToken.exec(link)?.[1];
  if (token === undefined) throw new Error(`The invitation has no token: ${link}`);
  return token;
}
