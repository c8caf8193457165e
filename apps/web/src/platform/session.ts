/** The session of this tab. What is on the page belongs to one user: for another one, or nobody, the page begins anew. */
import { Session, type SessionChannel, type SessionNews, type SessionState } from '@riskoptimizer/client';
import { useSyncExternalStore } from 'react';
import { askToConfirm } from './confirmation.ts';

const lockName = 'riskoptimizer-session';
const channelName = 'riskoptimizer-session';

export const session: Session = new Session({
  baseUrl: '',
  kind: 'web',
  exclusively,
  confirm: askToConfirm,
  presence: { read: isMarked, write: mark },
  ...(typeof BroadcastChannel === 'undefined' ? {} : { channel: tabs() }),
});

/** Says that somebody signed in in this browser; the cookie itself cannot be read. It is no secret and opens nothing. */
const markName = 'riskoptimizer-signed-in';

function isMarked(): boolean {
  try {
    return window.localStorage.getItem(markName) !== null;
  } catch {
    // Storage is closed: the server knows.
    return true;
  }
}

function mark(isSignedIn: boolean): void {
  try {
    if (isSignedIn) window.localStorage.setItem(markName, 'yes');
    else window.localStorage.removeItem(markName);
  } catch {
    // Storage is closed.
  }
}

/** All tabs share one cookie: two renewals at the same time would use the same refresh token twice. */
async function exclusively<Value>(work: () => Promise<Value>): Promise<Value> {
  // Without the lock the server still forgives a repetition within some seconds.
  if (!('locks' in navigator)) return await work();
  return await navigator.locks.request(lockName, work);
}

function tabs(): SessionChannel {
  const channel = new BroadcastChannel(channelName);
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin only
    post: (news) => channel.postMessage(news),
    listen: (hear) => channel.addEventListener('message', ({ data }: MessageEvent<SessionNews>) => hear(data)),
  };
}

let userId: string | null = null;
let isLeaving = false;

session.subscribe(() => {
  const { state } = session;
  if (state.status === 'signed-in') {
    if (userId !== null && userId !== state.session.user.id) beginAnew('/');
    userId = state.session.user.id;
  }
  if (state.status === 'signed-out') {
    if (userId !== null) beginAnew('/sign-in?after=sign-out');
    // The router notes where pages were scrolled to as it leaves.
    forgetStored();
  }
});

// A page that the browser kept whole would show again what was signed out of.
window.addEventListener('pageshow', ({ persisted }) => {
  if (persisted) window.location.reload();
});

/** Loads the page again, so that no cache, no draft and no timer of the earlier user is left. */
export function beginAnew(path: string): void {
  // Told twice, by another tab and by the server: the first is on its way already.
  if (isLeaving) return;
  isLeaving = true;
  forgetStored();
  window.location.replace(path);
}

function forgetStored(): void {
  try {
    window.sessionStorage.clear();
  } catch {
    // Storage is closed: then nothing is in it.
  }
}

const subscribe = (listener: () => void) => session.subscribe(listener);

export function useSessionState(): SessionState {
  return useSyncExternalStore(subscribe, () => session.state);
}

/** True while the page is on its way out: what it shows now is nobody's. */
export function isPageLeaving(): boolean {
  return isLeaving;
}
