import type { Portfolio, PortfolioRisk } from '@riskoptimizer/contracts';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { today } from '../../platform/days.ts';
import { age, dateMedium, plural } from '../../platform/format.ts';
import { useMay } from '../../platform/use-account.ts';
import classes from './data-health.module.css';

interface DataHealthProps {
  readonly risk: PortfolioRisk;
  readonly portfolio: Portfolio;
}

/** Where the prices come from, how old they are, and what is missing: before anyone trusts a number. */
export function DataHealth({ risk, portfolio }: DataHealthProps) {
  const mayImport = useMay('asset:change');
  const { coverage, window } = risk;
  const gaps = coverage.assets.filter((asset) => asset.gaps.length > 0);
  const limiting = coverage.assets.filter(({ limitsWindow }) => limitsWindow);
  return (
    <dl className={classes.strip} aria-label="State of the data">
      <Item term="Prices">
        {portfolio.simulated ? 'simulated, not real markets' : 'imported'}
        {portfolio.simulated && mayImport && <Link to="/import">Bring your own</Link>}
      </Item>
      <Item term="Last price">
        {dateMedium(coverage.to)}, {age(coverage.to, today())}
      </Item>
      <Item term="Window">
        {dateMedium(window.from)} to {dateMedium(window.to)}, {plural(window.periodCount, 'return')}
      </Item>
      <Item term="Gaps">
        {gaps.length === 0
          ? 'none'
          : gaps
              .map(
                ({ symbol, gaps: runs }) =>
                  `${symbol} ${plural(
                    runs.reduce((sum, run) => sum + run.missingCount, 0),
                    'price',
                  )}`,
              )
              .join(', ')}
      </Item>
      <Item term="Shortest history">
        {limiting.length === 0
          ? 'none shortens the window'
          : limiting.map(({ symbol, firstDate }) => `${symbol}, from ${dateMedium(firstDate)}`).join('; ')}
      </Item>
    </dl>
  );
}

function Item({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <div className={classes.item}>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
