/** The demo: one keypress away as long as nobody else can reach the server and nobody has an account. */
import { ProblemError } from '../../../core/errors.ts';
import { localUser } from '../../users/local-user.ts';
import type { ClientFacts, SessionService, StartedSession } from '../ports.ts';
import type { SetUpService } from './set-up-service.ts';

export interface DemoService {
  isOffered(): Promise<boolean>;
  /** @throws ProblemError `state-conflict` that says why there is none. */
  startDemo(client: ClientFacts): Promise<StartedSession>;
}

export function createDemoService(parts: {
  /** Only this machine reaches the server. */
  readonly isLocal: boolean;
  readonly setUp: Pick<SetUpService, 'isRequired'>;
  readonly sessions: Pick<SessionService, 'start'>;
}): DemoService {
  return {
    isOffered: async () => parts.isLocal && (await parts.setUp.isRequired()),
    async startDemo(client) {
      if (!parts.isLocal) throw noDemo('The demo is switched off where other machines can reach the server.');
      if (!(await parts.setUp.isRequired())) throw noDemo('The demo ended when the first account was made.');
      return parts.sessions.start({ ...client, userId: localUser.id, assurance: 'full', confirmed: true });
    },
  };
}

function noDemo(why: string): ProblemError {
  return new ProblemError('state-conflict', `${why} Sign in instead.`);
}
