import { Button, TextInput } from '@mantine/core';
import type { ExchangeRateStatus } from '@riskoptimizer/contracts';
import { type SyntheticEvent, useState } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { problemOfField } from '../../components/field-problems.ts';
import { FormProblem } from '../../components/form-problem.tsx';
import { Panel } from '../../components/panel.tsx';
import { count, dateMedium, plural } from '../../platform/format.ts';
import { api } from '../../platform/store.ts';
import classes from './data.module.css';
import { refusalText } from './data-words.ts';

type Pair = ExchangeRateStatus['items'][number];

const columns: Column<Pair>[] = [
  { key: 'pair', header: 'Pair', value: ({ base, quote }) => `${base}/${quote}` },
  {
    key: 'last',
    header: 'Last rate',
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
    key: 'first',
    header: 'Since',
    numeric: true,
    value: ({ firstDate }) => firstDate,
    render: ({ firstDate }) => dateMedium(firstDate),
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

/** What one euro costs in the currencies that are used; others are crossed over it. */
export function ExchangeRatesPanel({ mayRefresh }: { readonly mayRefresh: boolean }) {
  const { currentData, error, refetch } = api.useGetExchangeRatesQuery();
  if (error)
    return <ErrorState error={error} title="The exchange rates could not be read" onRetry={() => void refetch()} />;
  if (!currentData) return null;
  const { items, missing } = currentData;
  return (
    <Panel
      title="Exchange rates"
      note="What one euro costs, as central banks tell it; other pairs are crossed over the euro"
    >
      {missing.length > 0 && <p className={`${classes.text} ${classes.bad}`}>No rates yet of {missing.join(', ')}.</p>}
      {items.length > 0 ? (
        <DataTable
          caption="Exchange rates"
          columns={columns}
          rows={items}
          rowKey={({ base, quote }) => `${base}${quote}`}
          reflows
        />
      ) : (
        missing.length === 0 && <p className={classes.text}>Nothing that you hold needs a rate.</p>
      )}
      {mayRefresh && <Refresh />}
    </Panel>
  );
}

const fields = ['currencies'];

function Refresh() {
  const [refresh, { isLoading, data, error }] = api.useRefreshExchangeRatesMutation();
  const [more, setMore] = useState('');
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const currency = more.trim().toUpperCase();
    void refresh(currency === '' ? {} : { currencies: [currency] });
  };
  return (
    <form className={classes.fields} noValidate onSubmit={submit}>
      <TextInput
        label="Another currency"
        description="Such as that of a portfolio to come"
        value={more}
        autoComplete="off"
        error={problemOfField(error, 'currencies')}
        onChange={(event) => setMore(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={isLoading}>
        Refresh the rates
      </Button>
      <FormProblem error={error} fields={fields} />
      {data?.items.flatMap(({ quote, provider, refused }) =>
        provider === null
          ? refused.map((refusal) => (
              <p key={`${quote} ${refusal.provider}`} className={`${classes.text} ${classes.bad}`}>
                {quote}: {refusalText(refusal)}
              </p>
            ))
          : [],
      )}
    </form>
  );
}
