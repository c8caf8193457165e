import { LiveStream } from '@riskoptimizer/client';
import { useEffect } from 'react';
import { session, useSessionState } from '../../platform/session.ts';
import { client } from '../../platform/store.ts';

/** While somebody is signed in, the end of the session is told at once and not at the next request. */
export function useLiveStream(): void {
  const state = useSessionState();
  const sessionId = state.status === 'signed-in' ? state.session.sessionId : null;
  useEffect(() => {
    if (sessionId === null) return;
    const stream = new LiveStream({
      origin: window.location.origin,
      ticket: () => client.createStreamTicket(),
      onMessage: (message) => {
        if (message.type === 'session-ended') session.end(sessionId, message.reason);
      },
    });
    return () => stream.close();
  }, [sessionId]);
}
