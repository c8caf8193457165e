/** A request inside a session: with credentials, and asked again once after what was in its way is out of the way. */
import { type RouteName, routeRules } from '@riskoptimizer/contracts';
import type { AxiosResponse } from 'axios';
import { clientProblem, problemFromAnswer } from '../api-problem.ts';
import type { ClientSession, Credentials } from './client-session.ts';

export type Headers = Readonly<Record<string, string>>;
type Attempt = (headers: Headers) => Promise<AxiosResponse<unknown>>;

/**
 * Every remedy is tried once a request, so that a server that keeps refusing ends in an answer and not in a loop.
 * A cancelled request stops waiting at once; what it waited for goes on for the others.
 */
export async function inSession(
  session: ClientSession | undefined,
  routeName: RouteName,
  signal: AbortSignal | undefined,
  attempt: Attempt,
): Promise<AxiosResponse<unknown>> {
  if (session === undefined || routeRules[routeName].who === 'public') return await attempt({});
  const tried = new Set<Remedy>();
  for (;;) {
    const credentials = await unlessAborted(session.credentials(), signal);
    const answer = await attempt(headersOf(credentials, routeName));
    const remedy = remedyFor(answer);
    if (remedy === null || tried.has(remedy)) return answer;
    tried.add(remedy);
    if (!(await unlessAborted(remedies[remedy](session, credentials), signal))) return answer;
  }
}

type Remedy = keyof typeof remedies;
const remedies = {
  renew: (session: ClientSession, refused: Credentials) => session.renew(refused),
  confirm: (session: ClientSession) => session.confirm(),
  enrol: (session: ClientSession) => {
    session.requireSecondFactor();
    return Promise.resolve(false);
  },
};

function remedyFor({ status, data }: AxiosResponse<unknown>): Remedy | null {
  if (status !== 401 && status !== 403) return null;
  const { code } = problemFromAnswer(status, data);
  // A CSRF token belongs to a session: another one may have begun in another tab.
  if (code === 'sign-in-required' || code === 'csrf-refused') return 'renew';
  if (code === 'step-up-required') return 'confirm';
  if (code === 'second-factor-required') return 'enrol';
  return null;
}

function headersOf({ accessToken, csrfToken }: Credentials, routeName: RouteName): Headers {
  return {
    ...(accessToken === null ? {} : { Authorization: `Bearer ${accessToken}` }),
    ...(csrfToken === null || !routeRules[routeName].csrf ? {} : { 'X-CSRF-Token': csrfToken }),
  };
}

function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const abort = () => reject(clientProblem('aborted', 'The request was cancelled before it was sent.'));
    if (signal.aborted) {
      abort();
      // Nobody waits for it any more, which makes its failure nobody's.
      work.catch(() => undefined);
      return;
    }
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
