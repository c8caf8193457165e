/** Windows by name or by date, as people ask for them. */
import type { WindowName } from '@riskoptimizer/contracts';
import { ProblemError } from '../../core/errors.ts';
import { dayFromIso, yearsBefore } from './calendar.ts';

export interface WindowRequest {
  readonly window: WindowName;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const yearsOfWindow: Record<Exclude<WindowName, 'max'>, number> = { '1y': 1, '3y': 3, '5y': 5, '10y': 10 };

/** Days before any price that could be stored, and after. */
export const beginningOfTime = dayFromIso('0001-01-01');
export const endOfTime = dayFromIso('9999-12-31');

/** The latest day a request allows: the window ends at the last common price on or before it. */
export function latestDay(request: WindowRequest): number {
  return request.to === undefined ? endOfTime : dayFromIso(request.to);
}

/**
 * The first day of the window. `from` goes before the name; a named window is counted back from the last common price, so
 * that five years are five years of prices even when the prices are old.
 *
 * @throws ProblemError `request-invalid` when `from` is not before `to`.
 */
export function earliestDay(request: WindowRequest, lastCommonDay: number): number {
  if (request.from !== undefined) {
    const from = dayFromIso(request.from);
    if (request.to !== undefined && from >= dayFromIso(request.to)) {
      throw new ProblemError('request-invalid', `The window ends on ${request.to} and begins on ${request.from}.`, {
        errors: [
          {
            field: '/from',
            message: `expected a date before ${request.to}`,
            value: request.from,
            remedy: 'Swap them.',
          },
        ],
      });
    }
    return from;
  }
  return request.window === 'max' ? beginningOfTime : yearsBefore(lastCommonDay, yearsOfWindow[request.window]);
}
