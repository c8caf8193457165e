/** The window of returns as the address has it: a span that ends with the last price, or dates. */
import type { PerformanceQuery } from '@riskoptimizer/contracts';
import { parseDate } from '../../platform/url-state.ts';

export const spans = ['ytd', '1y', '3y', 'all'] as const;
export type Span = (typeof spans)[number];
export const spanDefaults = { span: 'all' } as const;

export interface PerformanceWindow {
  readonly span: Span;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export function parsePerformanceWindow(search: URLSearchParams): PerformanceWindow {
  const written = search.get('span');
  return {
    span: spans.find((span) => span === written) ?? spanDefaults.span,
    from: parseDate(search.get('from')),
    to: parseDate(search.get('to')),
  };
}

/** Dates win over a span. A window begins with the value at the end of its first date, so a year begins with the last day of the one before. */
export function performanceQuery({ span, from, to }: PerformanceWindow, lastDate: string): PerformanceQuery {
  if (from !== undefined || to !== undefined) {
    return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  }
  const year = Number(lastDate.slice(0, 4));
  if (span === 'ytd') return { from: `${year - 1}-12-31` };
  if (span === 'all') return {};
  return { from: sameDay(year - (span === '1y' ? 1 : 3), lastDate.slice(5)) };
}

/** What is realised counts from the day after the value that a window begins with. */
export function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** 29 February is the 28th in most years. */
function sameDay(year: number, monthAndDay: string): string {
  const date = `${year}-${monthAndDay}`;
  return parseDate(date) ?? `${year}-02-28`;
}
