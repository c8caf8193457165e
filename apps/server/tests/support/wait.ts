/** Waiting for something that another process does. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Asks every few milliseconds until the answer is yes; fails by name when the time is up. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, limitMs = 20_000): Promise<void> {
  const began = performance.now();
  while (!(await holds())) {
    if (performance.now() - began > limitMs) throw new Error(`Waited ${limitMs} ms in vain: ${what}.`);
    await sleep(10);
  }
}
