import { describe, expect, it } from 'vitest';
import { durationMs, durationText, jobsVerdict } from './job-words.ts';

const startedAt = '2026-11-22T12:00:00.000Z';
const startMs = Date.parse(startedAt);

describe('how long a job took', () => {
  it('ends with the job, or with now', () => {
    expect(durationMs({ startedAt: null, finishedAt: null }, startMs)).toBeNull();
    expect(durationMs({ startedAt, finishedAt: null }, startMs + 500)).toBe(500);
    expect(durationMs({ startedAt, finishedAt: null }, startMs - 500)).toBe(0);
    expect(durationMs({ startedAt, finishedAt: '2026-11-22T12:00:04.200Z' }, startMs + 99_999)).toBe(4200);
  });

  it('is written in the unit that fits', () => {
    expect([120, 4200, 185_000].map(durationText)).toEqual(['120 ms', '4.2 s', '3 min 5 s']);
  });
});

it('says what is under way and what has failed', () => {
  expect(jobsVerdict([{ state: 'done' }], false)).toBe('Of 1 job none is under way and none has failed.');
  expect(jobsVerdict([{ state: 'active' }, { state: 'dead' }, { state: 'queued' }], true)).toBe(
    'Of the newest 3 jobs 2 are under way and 1 failed.',
  );
});
