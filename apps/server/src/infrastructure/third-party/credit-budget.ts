/** How much of a provider's allowance is left: requests are refused here, with the moment, before the provider refuses them. */
import type { Clock } from '../../core/clock.ts';
import type { ProviderFailure } from '../../domain/market-data/provider-port.ts';

export interface CreditLimits {
  readonly perMinute?: number;
  readonly perDay?: number;
}

export interface CreditBudget {
  /** To look at, without taking any. `leftToday` is null without a limit by the day. */
  state(): {
    readonly blocked: (ProviderFailure & { readonly until: string }) | null;
    readonly leftToday: number | null;
  };
  /** Takes credits, or answers why not. */
  take(credits: number): ProviderFailure | null;
  /** The provider said so itself; it knows better. */
  block(failure: ProviderFailure & { readonly until: string }): void;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

/**
 * A token bucket for the minute, which refills evenly, and a count for the day, which begins anew at midnight UTC.
 *
 * It never waits: work that cannot be done now is put off by whoever queued it, until the moment that is named.
 */
export function createCreditBudget(provider: string, limits: CreditLimits, clock: Clock): CreditBudget {
  const perMinute = limits.perMinute ?? Number.POSITIVE_INFINITY;
  const perDay = limits.perDay ?? Number.POSITIVE_INFINITY;
  let tokens = perMinute;
  let refilledAt = clock.now().getTime();
  let day = Math.floor(refilledAt / dayMs);
  let usedToday = 0;
  let blocked: (ProviderFailure & { readonly until: string }) | null = null;

  const refill = (present: number): void => {
    // Without a limit the sum would be infinity minus infinity.
    if (Number.isFinite(perMinute)) {
      tokens = Math.min(perMinute, tokens + (Math.max(present - refilledAt, 0) / minuteMs) * perMinute);
    }
    refilledAt = present;
    const today = Math.floor(present / dayMs);
    if (today !== day) usedToday = 0;
    day = today;
  };

  const takeBlock = (present: number) => {
    if (blocked !== null && present >= Date.parse(blocked.until)) blocked = null;
    return blocked;
  };

  return {
    state: () => {
      const present = clock.now().getTime();
      refill(present);
      const leftToday = Number.isFinite(perDay) ? perDay - usedToday : null;
      return { blocked: takeBlock(present), leftToday };
    },
    take: (credits) => {
      const present = clock.now().getTime();
      const refused = takeBlock(present);
      if (refused !== null) return refused;
      refill(present);
      if (usedToday + credits > perDay) {
        const until = new Date((day + 1) * dayMs).toISOString();
        return {
          kind: 'quota-used',
          message: `the ${perDay} requests a day of ${provider} are used until ${until}`,
          until,
        };
      }
      if (credits > tokens) {
        const until = new Date(present + Math.ceil(((credits - tokens) / perMinute) * minuteMs)).toISOString();
        return {
          kind: 'rate-limited',
          message: `the ${perMinute} requests a minute of ${provider} are used until ${until}`,
          until,
        };
      }
      tokens -= credits;
      usedToday += credits;
      return null;
    },
    block: (failure) => {
      blocked = failure;
    },
  };
}
