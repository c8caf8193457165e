/**
 * Live data of this tab: one connection while somebody is signed in, whatever wants it. What it says is newer than what pages
 * have read, and pages stand without it.
 */
import { LiveClient, type LiveStatus } from '@riskoptimizer/client';
import type { LivePortfolio, LiveQuote, StreamMessage } from '@riskoptimizer/contracts';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { client } from './store.ts';

let current: LiveClient | null = null;
const listeners = new Set<() => void>();

function become(next: LiveClient | null): void {
  current = next;
  for (const listener of listeners) listener();
}

/** Opens the connection, and closes it when the function that is returned is called. */
export function openLive(onMessage: (message: StreamMessage) => void): () => void {
  const live = new LiveClient({
    origin: window.location.origin,
    ticket: () => client.createStreamTicket(),
    onMessage,
  });
  become(live);
  return () => {
    live.close();
    if (current === live) become(null);
  };
}

function hearOfClient(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function useLiveClient(): LiveClient | null {
  return useSyncExternalStore(hearOfClient, () => current);
}

/** `closed` while nobody is signed in. */
export function useLiveStatus(): LiveStatus {
  const live = useLiveClient();
  const subscribe = useCallback((listener: () => void) => live?.onStatus(listener) ?? (() => undefined), [live]);
  return useSyncExternalStore(subscribe, () => live?.status ?? 'closed');
}

const noQuotes: ReadonlyMap<string, LiveQuote> = new Map();

/** The newest quote of each asset that has one. */
export function useLiveQuotes(assetIds: readonly string[]): ReadonlyMap<string, LiveQuote> {
  const live = useLiveClient();
  const [quotes, setQuotes] = useState(noQuotes);
  // Ids in other arrays are the same ids.
  const ids = assetIds.join(' ');
  useEffect(() => {
    if (live === null || ids === '') return;
    const watched = ids.split(' ');
    const update = () =>
      setQuotes(
        new Map(
          watched.flatMap((id) => {
            const quote = live.quoteOf(id);
            return quote === null ? [] : [[id, quote] as const];
          }),
        ),
      );
    const stop = live.watch(
      watched.map((id) => `quotes:${id}`),
      update,
    );
    return () => {
      stop();
      setQuotes(noQuotes);
    };
  }, [live, ids]);
  return quotes;
}

/** The value of this moment; null while there is none, or for a portfolio that has none. */
export function useLivePortfolio(portfolioId: string | null): LivePortfolio | null {
  const live = useLiveClient();
  const [portfolio, setPortfolio] = useState<LivePortfolio | null>(null);
  useEffect(() => {
    if (live === null || portfolioId === null) return;
    const stop = live.watch([`portfolio:${portfolioId}`], () => setPortfolio(live.portfolioOf(portfolioId)));
    return () => {
      stop();
      setPortfolio(null);
    };
  }, [live, portfolioId]);
  return portfolio;
}

type NewsTopic = 'jobs' | 'alerts' | `limits:${string}`;

/** Calls back whenever something is told of a topic. The function must stay the same from one rendering to the next. */
export function useLiveTopic(topic: NewsTopic, onNews: () => void): void {
  const live = useLiveClient();
  useEffect(() => live?.watch([topic], onNews), [live, topic, onNews]);
}
