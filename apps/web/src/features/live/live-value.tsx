import type { LivePortfolio } from '@riskoptimizer/contracts';
import { money, plural, signedPercent } from '../../platform/format.ts';
import { useLivePortfolio, useLiveStatus } from '../../platform/live.ts';
import { liveChange } from './live-change.ts';
import classes from './live-value.module.css';

interface LiveValueProps {
  readonly portfolioId: string;
  /** Says what the value is of, where more than the holdings stands beside it. */
  readonly label?: string;
}

/** The value of a portfolio at this moment and its change today, in place; nothing where nobody quotes what it holds. */
export function LiveValue({ portfolioId, label = 'Now' }: LiveValueProps) {
  const portfolio = useLivePortfolio(portfolioId);
  const status = useLiveStatus();
  if (portfolio === null || portfolio.intradayReturn === null) return null;
  const { sign, text } = liveChange(portfolio);
  return (
    <p className={classes.line} data-stale={status !== 'open' || undefined} data-testid="live-value">
      {portfolio.value !== null && (
        <>
          <span className={classes.label}>{label}</span>{' '}
          <span key={portfolio.value} className={classes.value}>
            {money(portfolio.value, portfolio.baseCurrency)}
          </span>{' '}
        </>
      )}
      <span className={classes.change} data-tone={sign}>
        {text}
        {text !== '' && ', '}
        {signedPercent(portfolio.intradayReturn, 2)} today
      </span>{' '}
      <span className={classes.mark} data-status={status} title={markTitle(portfolio)}>
        {status === 'open' ? (portfolio.simulated ? 'live, simulated' : 'live') : 'reconnecting'}
      </span>
      {portfolio.gaps.length > 0 && (
        <span className={classes.label}>, {plural(portfolio.gaps.length, 'holding')} at the last close</span>
      )}
    </p>
  );
}

function markTitle({ simulated, closeDate }: LivePortfolio): string {
  const rates = closeDate === null ? '' : ` Exchange rates are those of ${closeDate}.`;
  const source = simulated
    ? 'These prices come from a simulation that runs on from the last close. They are not real markets, and are not stored.'
    : 'Prices of this moment, as their provider gives them.';
  return source + rates;
}
