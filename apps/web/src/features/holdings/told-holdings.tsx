import type { Portfolio, PortfolioTargets } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { Verdict } from '../../components/verdict.tsx';
import { today } from '../../platform/days.ts';
import { useLiveQuotes } from '../../platform/live.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import { LiveValue } from '../live/live-value.tsx';
import { toldRow, withLivePrices, withTargets } from './holding-rows.ts';
import classes from './holdings.module.css';
import { HoldingsBar } from './holdings-bar.tsx';
import { HoldingsTable } from './holdings-table.tsx';
import { toldVerdict } from './holdings-words.ts';
import { groupingChoices, parseGrouping } from './row-groups.ts';

interface ToldHoldingsProps {
  readonly portfolio: Portfolio;
  readonly targets: PortfolioTargets | undefined;
}

/** What a portfolio by weight or quantity was told to hold, at the last prices or those of this moment. */
export function ToldHoldings({ portfolio, targets }: ToldHoldingsProps) {
  const { search } = useParameters();
  const date = today();
  const stored = useMemo(
    () =>
      withTargets(
        portfolio.holdings.map((holding) => toldRow(holding, date)),
        targets,
      ),
    [portfolio, targets, date],
  );
  const quotes = useLiveQuotes(stored.map(({ assetId }) => assetId));
  // By weight there are no values that could change with the prices.
  const cash = portfolio.allocationKind === 'weights' ? null : '0';
  const rows = useMemo(() => withLivePrices(stored, quotes, cash), [stored, quotes, cash]);
  const choices = groupingChoices(stored, 0);
  const grouping = parseGrouping(search, choices);
  return (
    <>
      <Verdict>{toldVerdict(portfolio)}</Verdict>
      <LiveValue portfolioId={portfolio.id} />
      <HoldingsBar choices={choices} grouping={grouping} targetsBy={targets?.by} />
      <div className={classes.panels}>
        <HoldingsTable portfolio={portfolio} rows={rows} date={date} grouping={grouping} targets={targets} />
      </div>
    </>
  );
}
