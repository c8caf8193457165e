/**
 * The state of a page as its address: every view can be bookmarked, shared and reopened the same.
 * Defaults are left out, what cannot be read falls back to its default, and unknown parameters stay.
 */
import type { WindowName } from '@riskoptimizer/contracts';

export const windowNames = ['1y', '3y', '5y', '10y', 'max'] as const satisfies readonly WindowName[];

/** A window by name, or by dates when there is any. */
export interface WindowChoice {
  readonly window: WindowName;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface RiskControls extends WindowChoice {
  readonly confidence: number;
  readonly horizon: number;
  /** Asset id, `none`, or undefined for the portfolio's own. */
  readonly benchmark?: string | undefined;
  /** Annual. */
  readonly riskFree: number;
}

export const riskControlDefaults = {
  window: '5y',
  confidence: 0.95,
  horizon: 1,
  riskFree: 0,
} as const satisfies RiskControls;

/** What goes along from page to page. */
export const sharedParameters = ['portfolio', 'window', 'from', 'to', 'benchmark', 'riskFree'] as const;

const isoDate = /^\d{4}-\d{2}-\d{2}$/;

export function parseWindow(search: URLSearchParams): WindowChoice {
  const written = search.get('window');
  return {
    window: windowNames.find((name) => name === written) ?? riskControlDefaults.window,
    from: parseDate(search.get('from')),
    to: parseDate(search.get('to')),
  };
}

export function parseRiskControls(search: URLSearchParams): RiskControls {
  return {
    ...parseWindow(search),
    confidence: parseNumber(
      search.get('confidence'),
      riskControlDefaults.confidence,
      (value) => value > 0.5 && value < 1,
    ),
    horizon: parseNumber(search.get('horizon'), riskControlDefaults.horizon, isHorizon),
    benchmark: search.get('benchmark') || undefined,
    riskFree: parseNumber(search.get('riskFree'), riskControlDefaults.riskFree, (value) => value >= -0.2 && value <= 1),
  };
}

/** The same bounds as the API: whole periods, at most a quarter of a year. */
function isHorizon(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 63;
}

/** A calendar date that there is, or undefined. */
export function parseDate(written: string | null): string | undefined {
  if (!written || !isoDate.test(written)) return undefined;
  // The calendar has the last word: 2023-02-30 is no date.
  const time = Date.parse(`${written}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== written ? undefined : written;
}

function parseNumber(written: string | null, fallback: number, accepts: (value: number) => boolean): number {
  if (!written || !/^-?\d+(\.\d+)?$/.test(written)) return fallback;
  const value = Number(written);
  return accepts(value) ? value : fallback;
}

/** The address with some parameters changed; a default or an undefined value is left out. */
export function withParameters(
  search: URLSearchParams,
  change: Readonly<Record<string, string | number | undefined>>,
  defaults: Readonly<Record<string, string | number | undefined>> = riskControlDefaults,
): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined || value === '' || value === defaults[name]) next.delete(name);
    else next.set(name, String(value));
  }
  return next;
}

/** The parameters that a link to another page takes along. */
export function sharedSearch(search: URLSearchParams): string {
  const kept = new URLSearchParams();
  for (const name of sharedParameters) {
    const value = search.get(name);
    if (value) kept.set(name, value);
  }
  const text = kept.toString();
  return text ? `?${text}` : '';
}

/** What the API is asked for: only what differs from its defaults, so that equal views share an answer. */
export function riskQuery(controls: RiskControls): Partial<RiskControls> {
  const query: Record<string, string | number> = {};
  const custom = controls.from !== undefined || controls.to !== undefined;
  for (const [name, value] of Object.entries(controls)) {
    if (value === undefined || value === riskControlDefaults[name as keyof typeof riskControlDefaults]) continue;
    if (name === 'window' && custom) continue;
    query[name] = value;
  }
  return query;
}
