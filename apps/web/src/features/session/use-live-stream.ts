import { useEffect } from 'react';
import { openLive } from '../../platform/live.ts';
import { session, useSessionState } from '../../platform/session.ts';

/** While somebody is signed in live data comes, and the end of the session is told at once and not at the next request. */
export function useLiveStream(): void {
  const state = useSessionState();
  const sessionId = state.status === 'signed-in' ? state.session.sessionId : null;
  useEffect(() => {
    if (sessionId === null) return;
    return openLive((message) => {
      if (message.type === 'session-ended') session.end(sessionId, message.reason);
    });
  }, [sessionId]);
}
