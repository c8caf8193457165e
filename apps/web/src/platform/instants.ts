/** Points in time as people say them. Always UTC: a trail is read by people in different places. */
import { dateMedium, missing, plural } from './format.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** `22 Nov 2026, 18:20 UTC`. */
export function instant(iso: string | null | undefined): string {
  return iso ? `${dateMedium(iso)}, ${iso.slice(11, 16)} UTC` : missing;
}

/** `22 Nov 2026, 18:20:07`, for tables whose header says UTC. */
export function instantToSecond(iso: string): string {
  return `${dateMedium(iso)}, ${iso.slice(11, 19)}`;
}

/** `just now`, `5 minutes ago`, `3 days ago`; the date after two months. A clock that is ahead counts as now. */
export function ago(iso: string, nowMs: number): string {
  const passedMs = nowMs - Date.parse(iso);
  if (passedMs < minuteMs) return 'just now';
  if (passedMs < hourMs) return `${plural(Math.floor(passedMs / minuteMs), 'minute')} ago`;
  if (passedMs < dayMs) return `${plural(Math.floor(passedMs / hourMs), 'hour')} ago`;
  if (passedMs < 60 * dayMs) return `${plural(Math.floor(passedMs / dayMs), 'day')} ago`;
  return dateMedium(iso);
}

/** Whole days that have passed; negative for a time to come. */
export function daysSince(iso: string, nowMs: number): number {
  return Math.floor((nowMs - Date.parse(iso)) / dayMs);
}

/** The present time in milliseconds. */
export function now(): number {
  return Date.now();
}
