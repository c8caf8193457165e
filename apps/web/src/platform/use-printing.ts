import { useSyncExternalStore } from 'react';

const print = window.matchMedia('print');
let isPrinting = print.matches;
const listeners = new Set<() => void>();

function change(printing: boolean): void {
  isPrinting = printing;
  for (const listener of listeners) listener();
}
// Browsers differ in which of the two they tell in time.
window.addEventListener('beforeprint', () => change(true));
window.addEventListener('afterprint', () => change(false));
print.addEventListener('change', ({ matches }) => change(matches));

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** True while the page is being printed: paper is light and does not move, whatever the screen is. */
export function usePrinting(): boolean {
  return useSyncExternalStore(subscribe, () => isPrinting);
}
