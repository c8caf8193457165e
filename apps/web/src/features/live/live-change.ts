import type { LivePortfolio } from '@riskoptimizer/contracts';
import { money } from '../../platform/format.ts';

export interface LiveChange {
  /** Also told by the sign that is written: colour alone says nothing. */
  readonly sign: 'gain' | 'loss' | undefined;
  /** The result of the day with its sign; empty for a portfolio by weight. */
  readonly text: string;
}

/** What the day has made of a portfolio so far, in words. */
export function liveChange({
  intradayResult,
  intradayReturn,
  baseCurrency,
}: Pick<LivePortfolio, 'intradayResult' | 'intradayReturn' | 'baseCurrency'>): LiveChange {
  const amount = Number(intradayResult ?? intradayReturn ?? 0);
  const sign = amount > 0 ? 'gain' : amount < 0 ? 'loss' : undefined;
  if (intradayResult === null) return { sign, text: '' };
  return { sign, text: `${amount > 0 ? '+' : ''}${money(intradayResult, baseCurrency)}` };
}
