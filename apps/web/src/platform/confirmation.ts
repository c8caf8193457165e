/** A request waits for the person to confirm who they are: the client asks here, the dialog answers. */
import { useSyncExternalStore } from 'react';

type Settle = (isConfirmed: boolean) => void;

let pending: Settle | null = null;
const listeners = new Set<() => void>();

function enter(settle: Settle | null): void {
  pending = settle;
  for (const listener of listeners) listener();
}

/** Resolves when the person has confirmed (true) or would not (false). */
export function askToConfirm(): Promise<boolean> {
  return new Promise((resolve) => {
    enter((isConfirmed) => {
      enter(null);
      resolve(isConfirmed);
    });
  });
}

/** How to answer, or null when nothing is asked. */
export function usePendingConfirmation(): Settle | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => pending,
  );
}
