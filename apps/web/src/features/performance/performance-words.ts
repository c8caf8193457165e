/** Returns in sentences: the verdict of the page, and what went into a return. */
import type { PerformanceReturn, PortfolioPerformance } from '@riskoptimizer/contracts';
import { count, dateMedium, number, percent, unitSpace } from '../../platform/format.ts';

type Judged = Pick<PortfolioPerformance, 'window' | 'returns' | 'benchmark' | 'series' | 'baseCurrency'>;

/** What was earned, against what, and what became of the money. */
export function performanceVerdict(performance: Judged): string {
  const { window, returns, benchmark } = performance;
  const since = `Since ${dateMedium(window.from)}`;
  const { timeWeighted } = returns;
  if (timeWeighted.total === null) {
    return `${since} the return is not known: ${timeWeighted.reason ?? 'a value is missing'}.${moneyWords(performance)}`;
  }
  const isAnnual = timeWeighted.annual !== null;
  const own = timeWeighted.annual ?? timeWeighted.total;
  const verb = own >= 0 ? 'gained' : 'lost';
  const rate = `${percent(Math.abs(own))}${isAnnual ? ' a year' : ''}`;
  const other = benchmark && (isAnnual ? benchmark.timeWeighted.annual : benchmark.timeWeighted.total);
  const beside =
    benchmark && other !== null && other !== undefined
      ? `, ${distance(own - other, isAnnual)} ${benchmark.symbol}`
      : '';
  return `${since} the portfolio has ${verb} ${rate}${beside}.${moneyWords(performance)}`;
}

function distance(difference: number, isAnnual: boolean): string {
  if (Math.abs(difference) < 0.0005) return 'level with';
  const points = `${number(Math.abs(difference) * 100, 1)} points${isAnnual ? ' a year' : ''}`;
  return `${points} ${difference > 0 ? 'ahead of' : 'behind'}`;
}

function moneyWords({ series, baseCurrency }: Judged): string {
  const gain = gainOf(series);
  if (gain === null) return '';
  const amount = `${number(Math.abs(gain), 0)}${unitSpace}${baseCurrency}`;
  return gain >= 0 ? ` It made ${amount}.` : ` It cost ${amount}.`;
}

/** Value at the end less what was invested; null when one of them is not known. */
export function gainOf({ total, invested }: Pick<PortfolioPerformance['series'], 'total' | 'invested'>): number | null {
  const [value, paid] = [total.at(-1) ?? null, invested.at(-1) ?? null];
  return value === null || paid === null ? null : value - paid;
}

const inMoney = new Set(['startValue', 'endValue', 'inflow', 'outflow', 'residual']);
const names: Readonly<Record<string, string>> = {
  startValue: 'value at the start',
  endValue: 'value at the end',
  inflow: 'came in',
  outflow: 'went out',
  annualRate: 'rate a year',
  residual: 'left over at that rate',
  roots: 'rates that solve it',
  periodsWithoutCapital: 'periods without capital',
};

/** What went into a return, each with its unit. */
export function inputLines({ howComputed }: PerformanceReturn, baseCurrency: string): string[] {
  const { inputs, from, to } = howComputed;
  return [
    `${dateMedium(from)} to ${dateMedium(to)}`,
    ...Object.entries(inputs).map(
      ([key, value]) => `${names[key] ?? spaced(key)}: ${inputWords(key, value, baseCurrency)}`,
    ),
  ];
}

function inputWords(key: string, value: string | number | null, baseCurrency: string): string {
  if (value === null) return 'not known';
  if (typeof value === 'string') return value;
  if (inMoney.has(key)) return `${number(value)}${unitSpace}${baseCurrency}`;
  if (/rate|return|share/i.test(key)) return percent(value, 4);
  return Number.isInteger(value) ? count(value) : number(value, 6);
}

/** `valueAtStart` as `value at start`. */
function spaced(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
