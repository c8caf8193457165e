/** People who sign in over HTTP, with a browser's jar of cookies or without. */
import type { SignedIn, SignInAnswer } from '@riskoptimizer/contracts';
import type { Answer, TestApplication } from '../api/test-application.ts';

export const api = '/api/v1';
export const goodPassword = 'quiet harbour lantern';
export const otherPassword = 'seven violet anchors';

export type Kind = 'web' | 'app';

export class Person {
  readonly cookies = new Map<string, string>();
  session: SignedIn | null = null;
  readonly application: TestApplication;
  readonly kind: Kind;

  constructor(application: TestApplication, kind: Kind = 'app') {
    this.application = application;
    this.kind = kind;
  }

  async ask<Body = unknown>(
    method: string,
    path: string,
    json?: unknown,
    headers: Record<string, string> = {},
    at: TestApplication = this.application,
  ): Promise<Answer<Body>> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await at.ask<Body>(method, api + path, {
      ...(json === undefined ? {} : { json }),
      token: this.session?.accessToken ?? null,
      headers: {
        ...(this.session?.csrfToken == null ? {} : { 'x-csrf-token': this.session.csrfToken }),
        ...(cookie === '' ? {} : { cookie }),
        ...headers,
      },
    });
    for (const line of answer.headers.getSetCookie()) this.keep(line);
    return answer;
  }

  async enter(path: string, json: Record<string, unknown>): Promise<Answer<SignInAnswer>> {
    const answer = await this.ask<SignInAnswer>('POST', path, { ...json, client: this.kind });
    if (answer.status === 200 && answer.body.status === 'signed-in') this.session = answer.body;
    return answer;
  }

  startDemo() {
    return this.enter('/auth/demo', {});
  }

  setUp(email = 'ada@example.com', password = goodPassword) {
    const token = setUpToken(this.application);
    return this.enter('/auth/set-up', { token, email, displayName: 'Ada', password });
  }

  signIn(email: string, password: string) {
    return this.enter('/auth/sign-in', { email, password });
  }

  /** Presents a refresh token: the own one, or another. */
  async refresh(token: string | null = this.session?.refreshToken ?? null, at: TestApplication = this.application) {
    const answer = await this.ask<SignedIn>('POST', '/auth/refresh', { refreshToken: token }, {}, at);
    if (answer.status === 200) this.session = answer.body;
    return answer;
  }

  private keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const at = pair.indexOf('=');
    const name = pair.slice(0, at);
    if (attributes.includes('Max-Age=0')) this.cookies.delete(name);
    else this.cookies.set(name, pair.slice(at + 1));
  }
}

export function setUpToken({ setUpLink }: TestApplication): string {
  return setUpLink?.split('#token=')[1] ?? '';
}

/** The token of the last mail to that address. */
export function mailedToken({ mails }: TestApplication, to: string): string {
  const mail = mails.findLast((one) => one.to === to);
  return /#token=([\w-]{43})/.exec(mail?.text ?? '')?.[1] ?? '';
}

export async function auditActions({ owner }: TestApplication): Promise<string[]> {
  const { rows } = await owner.pool.query<{ action: string }>('select action from audit_entries order by sequence');
  return rows.map(({ action }) => action);
}
