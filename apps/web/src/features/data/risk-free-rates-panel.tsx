import { Button } from '@mantine/core';
import type { RiskFreeRateStatus } from '@riskoptimizer/contracts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { FormProblem } from '../../components/form-problem.tsx';
import { Panel } from '../../components/panel.tsx';
import { count, dateMedium, percent, plural } from '../../platform/format.ts';
import { api } from '../../platform/store.ts';
import classes from './data.module.css';
import { refusalText } from './data-words.ts';

type Rate = RiskFreeRateStatus['items'][number];

const columns: Column<Rate>[] = [
  { key: 'currency', header: 'Currency', value: ({ currency }) => currency },
  { key: 'series', header: 'Series', value: ({ series }) => series },
  {
    key: 'rate',
    header: 'Last rate, a year',
    numeric: true,
    value: ({ rate }) => rate,
    render: ({ rate }) => percent(rate, 2),
  },
  {
    key: 'last',
    header: 'Of',
    numeric: true,
    value: ({ lastDate }) => lastDate,
    render: ({ lastDate }) => dateMedium(lastDate),
  },
  {
    key: 'age',
    header: 'Age',
    numeric: true,
    value: ({ ageDays }) => ageDays,
    render: ({ ageDays }) => plural(ageDays, 'day'),
  },
  {
    key: 'count',
    header: 'Days',
    numeric: true,
    value: ({ count: days }) => days,
    render: ({ count: days }) => count(days),
  },
  { key: 'provider', header: 'Provider', value: ({ provider }) => provider },
];

/** What an investment without risk pays, of the currencies of which a central bank publishes it. */
export function RiskFreeRatesPanel({ mayRefresh }: { readonly mayRefresh: boolean }) {
  const { currentData, error, refetch } = api.useGetRiskFreeRatesQuery();
  if (error)
    return <ErrorState error={error} title="The risk-free rates could not be read" onRetry={() => void refetch()} />;
  if (!currentData || currentData.items.length + currentData.missing.length === 0) return null;
  const { items, missing } = currentData;
  return (
    <Panel
      title="Risk-free rates"
      note="Of the euro the short-term rate of the ECB, of the dollar the three-month Treasury; the Sharpe ratio can take them over"
    >
      {missing.map(({ currency, series, provider }) => (
        <p key={currency} className={classes.text}>
          No rate yet of {currency}: {series} of {provider}
          {provider === 'fred' ? ', which needs a key; enter it under Providers.' : '.'}
        </p>
      ))}
      {items.length > 0 && (
        <DataTable
          caption="Risk-free rates"
          columns={columns}
          rows={items}
          rowKey={({ currency }) => currency}
          reflows
        />
      )}
      {mayRefresh && <Refresh />}
    </Panel>
  );
}

function Refresh() {
  const [refresh, { isLoading, data, error }] = api.useRefreshRiskFreeRatesMutation();
  return (
    <div>
      <Button variant="default" loading={isLoading} onClick={() => void refresh()}>
        Refresh the risk-free rates
      </Button>
      <FormProblem error={error} fields={[]} />
      {data?.items.flatMap(({ currency, refused }) =>
        refused.map((refusal) => (
          <p key={`${currency} ${refusal.provider}`} className={`${classes.text} ${classes.bad}`}>
            {currency}: {refusalText(refusal)}
          </p>
        )),
      )}
    </div>
  );
}
