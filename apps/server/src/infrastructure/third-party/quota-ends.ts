/** When providers begin to count anew, where their refusals do not say it. */
const minuteMs = 60_000;
const dayMs = 86_400_000;

export function inAMinute(now: Date): string {
  return new Date(now.getTime() + minuteMs).toISOString();
}

/** Midnight UTC. */
export function endOfDay(now: Date): string {
  return new Date((Math.floor(now.getTime() / dayMs) + 1) * dayMs).toISOString();
}
