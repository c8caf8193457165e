/** What happened, in one sentence that stands by itself in a list, a message or a mail. */
import type { AlertMeasure, AlertOccasion } from '@riskoptimizer/contracts';
import { Money } from '../valuation/decimal-and-number.ts';
import type { ShownAlert } from './ports.ts';

type ToldAlert = Pick<ShownAlert, 'rule' | 'portfolioName' | 'baseCurrency' | 'asset' | 'lastValue'>;

const shares = new Set<AlertMeasure>(['weight', 'drift', 'drawdown', 'volatility', 'value-at-risk', 'cvar']);

/** Such as: "Weight of ACME in Core is 31.2 %, above 25 %." */
export function alertSentence(alert: ToldAlert, occasion: AlertOccasion): string {
  const { rule, portfolioName, asset } = alert;
  const subject =
    rule.subject.kind === 'portfolio' ? portfolioName : `${asset?.symbol ?? 'an asset'} in ${portfolioName}`;
  const beginning = `${nameOf(alert)} of ${subject} is`;
  const [value, threshold] = [amountOf(alert, alert.lastValue), amountOf(alert, rule.threshold)];
  if (occasion !== 'raised') return `${beginning} back at ${value} and no longer ${rule.comparison} ${threshold}.`;
  if (isBeyond(alert)) return `${beginning} ${value}, ${rule.comparison} ${threshold}.`;
  const margin = amountOf(alert, rule.hysteresis);
  return `${beginning} ${value}: no longer ${rule.comparison} ${threshold}, but not yet ${margin} past it, which ends the alert.`;
}

/** An alert that was raised stays until the value is back by the hysteresis. */
function isBeyond({ rule: { comparison, threshold }, lastValue }: ToldAlert): boolean {
  return comparison === 'above' ? new Money(lastValue).gt(threshold) : new Money(lastValue).lt(threshold);
}

function nameOf({ rule: { measure, confidence } }: ToldAlert): string {
  const level = `${plain(new Money(confidence).mul(100))} %`;
  const names: Record<AlertMeasure, string> = {
    weight: 'Weight',
    drift: 'Drift',
    value: 'Value',
    drawdown: 'Drawdown',
    volatility: 'Volatility',
    'value-at-risk': `VaR (${level})`,
    cvar: `CVaR (${level})`,
    price: 'Price',
    'data-age': 'Age of the prices',
  };
  return names[measure];
}

function amountOf({ rule: { measure }, baseCurrency, asset }: ToldAlert, value: string): string {
  const amount = new Money(value);
  if (shares.has(measure)) return `${plain(amount.mul(100))} %`;
  if (measure === 'data-age') return `${plain(amount)} ${amount.eq(1) ? 'day' : 'days'}`;
  const currency = measure === 'price' ? asset?.currency : baseCurrency;
  return currency === undefined ? plain(amount) : `${plain(amount)} ${currency}`;
}

/** At most four digits after the point, and none that say nothing. */
function plain(amount: Money): string {
  return new Money(amount.toFixed(4)).toFixed();
}
