/** What can be watched: how it is called, of what, in which unit, and how an amount of it is written. */
import type { AlertMeasure, AlertRule, AlertSubject } from '@riskoptimizer/contracts';
import { decimal, missing, plural, unitSpace } from '../../platform/format.ts';
import { movePoint } from '../../platform/plain-decimal.ts';

type Unit = 'share' | 'base-currency' | 'asset-currency' | 'days';

interface MeasureSpec {
  readonly name: string;
  readonly hint: string;
  readonly unit: Unit;
  readonly subjects: readonly AlertSubject['kind'][];
  /** It is computed from returns of a window. */
  readonly hasWindow?: boolean;
  readonly hasConfidence?: boolean;
}

const portfolioOnly = ['portfolio'] as const;
const assetOnly = ['asset'] as const;
const both = ['portfolio', 'asset'] as const;

export const measures: Readonly<Record<AlertMeasure, MeasureSpec>> = {
  weight: { name: 'Weight', hint: 'Share of the value of the portfolio', unit: 'share', subjects: assetOnly },
  drift: {
    name: 'Drift',
    hint: 'Distance of weight and target; of the portfolio the largest',
    unit: 'share',
    subjects: both,
  },
  value: { name: 'Value', hint: 'Of the holdings, without cash', unit: 'base-currency', subjects: both },
  drawdown: {
    name: 'Drawdown',
    hint: 'Distance below the peak of the window',
    unit: 'share',
    subjects: portfolioOnly,
    hasWindow: true,
  },
  volatility: { name: 'Volatility', hint: 'Of a year', unit: 'share', subjects: portfolioOnly, hasWindow: true },
  'value-at-risk': {
    name: 'VaR',
    hint: 'Loss of one period that is exceeded in the tail only',
    unit: 'share',
    subjects: portfolioOnly,
    hasWindow: true,
    hasConfidence: true,
  },
  cvar: {
    name: 'CVaR',
    hint: 'Mean loss of one period in the tail',
    unit: 'share',
    subjects: portfolioOnly,
    hasWindow: true,
    hasConfidence: true,
  },
  price: { name: 'Price', hint: 'The last close, in its own currency', unit: 'asset-currency', subjects: assetOnly },
  'data-age': {
    name: 'Age of the prices',
    hint: 'Days since the last close; of the portfolio the oldest',
    unit: 'days',
    subjects: both,
  },
};

export const measureNames = Object.keys(measures) as readonly AlertMeasure[];

/** What amounts are counted in. The currency of an asset is unknown until the assets are read. */
export interface Currencies {
  readonly base: string;
  readonly ofAsset: ReadonlyMap<string, string>;
}

/** Beside a field: `%`, `USD`, `days`. */
export function unitOf(measure: AlertMeasure, assetId: string | undefined, currencies: Currencies): string {
  const { unit } = measures[measure];
  if (unit === 'share') return '%';
  if (unit === 'days') return 'days';
  return unit === 'base-currency' ? currencies.base : (currencies.ofAsset.get(assetId ?? '') ?? '');
}

/** As it is typed: a share in per cent. */
export function typedAmount(measure: AlertMeasure, amount: string): string {
  return measures[measure].unit === 'share' ? movePoint(amount, 2) : amount;
}

/** As the API has it, from what was typed with a point. */
export function amountOf(measure: AlertMeasure, typed: string): string {
  return measures[measure].unit === 'share' ? movePoint(typed, -2) : typed;
}

type Measured = Pick<AlertRule, 'measure' | 'subject'>;

/** `31.2 %`, `1,250 USD`, `3 days`. */
export function amountText({ measure, subject }: Measured, amount: string | null, currencies: Currencies): string {
  if (amount === null) return missing;
  const { unit } = measures[measure];
  if (unit === 'days') return plural(Number(amount), 'day');
  const name = unitOf(measure, subject.kind === 'asset' ? subject.assetId : undefined, currencies);
  const digits = unit === 'share' ? 2 : 4;
  return `${decimal(typedAmount(measure, amount), 0, digits)}${name === '' ? '' : unitSpace}${name}`;
}
