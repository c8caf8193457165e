import { Button, TextInput } from '@mantine/core';
import { skipToken } from '@reduxjs/toolkit/query';
import type { MarketDataSearchResult, ProviderListItem } from '@riskoptimizer/contracts';
import { type SyntheticEvent, useMemo, useState } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { TextButton } from '../../components/text-button.tsx';
import { missing } from '../../platform/format.ts';
import { api } from '../../platform/store.ts';
import classes from './data.module.css';
import { refusalText } from './data-words.ts';
import { emptyFollow, type FollowDraft, FollowForm } from './follow-form.tsx';

type Hit = MarketDataSearchResult['items'][number];

/** Finds an asset at the providers and follows it: its prices are fetched now and once a day. */
export function FollowPanel({ providers }: { readonly providers: readonly ProviderListItem[] }) {
  const [text, setText] = useState('');
  const [sought, setSought] = useState('');
  const [draft, setDraft] = useState<FollowDraft>(emptyFollow);
  const { currentData, error, isFetching, refetch } = api.useSearchMarketDataQuery(
    sought === '' ? skipToken : { text: sought },
  );
  const columns = useMemo(
    () =>
      hitColumns((hit) =>
        setDraft({ ...emptyFollow, ...hit, providerSymbol: hit.symbol, currency: hit.currency ?? '' }),
      ),
    [],
  );
  const search = (event: SyntheticEvent) => {
    event.preventDefault();
    setSought(text.trim());
  };
  return (
    <Panel
      title="Follow an asset"
      note="Found at the providers that can be asked; its prices are fetched now and once a day"
    >
      <form className={classes.fields} onSubmit={search}>
        <TextInput
          label="Symbol, name or ISIN"
          value={text}
          autoComplete="off"
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={isFetching} disabled={text.trim() === ''}>
          Search
        </Button>
      </form>
      {error && <ErrorState error={error} title="The providers could not be searched" onRetry={() => void refetch()} />}
      {currentData && currentData.items.length > 0 && (
        <DataTable
          caption="Found at providers"
          columns={columns}
          rows={currentData.items}
          rowKey={({ provider, symbol }) => `${provider} ${symbol}`}
          heightMax={260}
          reflows
        />
      )}
      {currentData?.items.length === 0 && <p className={classes.text}>No provider that was asked knows “{sought}”.</p>}
      {currentData?.refused.map((refusal) => (
        <p key={refusal.provider} className={`${classes.text} ${classes.bad}`}>
          {refusalText(refusal)}
        </p>
      ))}
      <FollowForm key={`${draft.provider} ${draft.providerSymbol}`} providers={providers} initial={draft} />
    </Panel>
  );
}

function hitColumns(onChoose: (hit: Hit) => void): Column<Hit>[] {
  return [
    {
      key: 'symbol',
      header: 'Symbol',
      value: ({ symbol }) => symbol,
      render: (hit) => (
        <TextButton label={`Take ${hit.symbol} of ${hit.provider}`} onClick={() => onChoose(hit)}>
          {hit.symbol}
        </TextButton>
      ),
    },
    { key: 'name', header: 'Name', wrap: true, value: ({ name }) => name },
    { key: 'exchange', header: 'Exchange', value: ({ exchange }) => exchange ?? missing },
    { key: 'currency', header: 'Currency', value: ({ currency }) => currency ?? missing },
    { key: 'provider', header: 'Provider', value: ({ provider }) => provider },
  ];
}
