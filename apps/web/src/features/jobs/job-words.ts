/** What jobs are called, how long they took, and what may be done with them. */
import type { Job, JobState } from '@riskoptimizer/contracts';
import { count, missing, number, plural } from '../../platform/format.ts';

export const jobStates = [
  'queued',
  'active',
  'done',
  'failed',
  'cancelled',
  'dead',
] as const satisfies readonly JobState[];

const kindNames: Readonly<Record<string, string>> = {
  'portfolio-risk': 'Portfolio risk',
  'portfolio-frontier': 'Portfolio frontier',
  'efficient-frontier': 'Efficient frontier',
  'price-import': 'Import of prices',
  'refresh-prices': 'Refresh of prices and exchange rates',
  'alert-delivery': 'Delivery of an alert',
};

/** Kinds that this page does not know are named as they are. */
export function kindName(kind: string): string {
  return kindNames[kind] ?? kind;
}

export function isUnderway({ state }: Pick<Job, 'state'>): boolean {
  return state === 'queued' || state === 'active';
}

export function mayRetry({ state }: Pick<Job, 'state'>): boolean {
  return state === 'failed' || state === 'dead' || state === 'cancelled';
}

/** From the start to the end, or to now while it runs; null before it was started. */
export function durationMs({ startedAt, finishedAt }: Pick<Job, 'startedAt' | 'finishedAt'>, nowMs: number) {
  if (startedAt === null) return null;
  // A clock that is behind the server's must not count backwards.
  return Math.max(0, (finishedAt === null ? nowMs : Date.parse(finishedAt)) - Date.parse(startedAt));
}

/** `120 ms`, `4.2 s`, `3 min 5 s`. */
export function durationText(milliseconds: number | null): string {
  if (milliseconds === null) return missing;
  if (milliseconds < 1000) return `${count(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${number(milliseconds / 1000, 1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${count(Math.floor(seconds / 60))} min ${seconds % 60} s`;
}

export function jobsVerdict(jobs: readonly Pick<Job, 'state'>[], hasOlder: boolean): string {
  const counted = (...states: JobState[]) => jobs.filter(({ state }) => states.includes(state)).length;
  const [underway, failed] = [counted('queued', 'active'), counted('failed', 'dead')];
  const shown = hasOlder ? `Of the newest ${plural(jobs.length, 'job')}` : `Of ${plural(jobs.length, 'job')}`;
  if (underway === 0 && failed === 0) return `${shown} none is under way and none has failed.`;
  const parts = [
    ...(underway > 0 ? [`${count(underway)} ${underway === 1 ? 'is' : 'are'} under way`] : []),
    ...(failed > 0 ? [`${count(failed)} failed`] : []),
  ];
  return `${shown} ${parts.join(' and ')}.`;
}
