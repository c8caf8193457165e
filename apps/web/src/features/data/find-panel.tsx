import { Button, NativeSelect, TextInput } from '@mantine/core';
import { skipToken } from '@reduxjs/toolkit/query';
import type { MarketDataSearchQuery, MarketDataSearchResult, ProviderList } from '@riskoptimizer/contracts';
import { type SyntheticEvent, useState } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { TextButton } from '../../components/text-button.tsx';
import { plural } from '../../platform/format.ts';
import { api } from '../../platform/store.ts';
import classes from './data.module.css';
import { canBeAsked, type Hit, refusalText } from './data-words.ts';
import { FollowForm } from './follow-form.tsx';

/** Looks for instruments where they can be had; one that is chosen becomes an asset whose prices are fetched. */
export function FindPanel({ onOpen }: { readonly onOpen: (assetId: string) => void }) {
  const { currentData: providers } = api.useListProvidersQuery();
  const [query, setQuery] = useState<MarketDataSearchQuery>();
  const [chosen, setChosen] = useState<Hit>();
  const offering = providers?.items.filter((provider) => canBeAsked(provider) && provider.history) ?? [];
  const { currentData, error, isFetching, refetch } = api.useSearchMarketDataQuery(query ?? skipToken);
  const find = (next: MarketDataSearchQuery) => {
    setChosen(undefined);
    setQuery(next);
    // The same words again are a question again: a limit may be over.
    if (query && query.text === next.text && query.provider === next.provider) void refetch();
  };
  return (
    <Panel title="Follow an asset" note="Found at a provider, fetched at once, and kept up to date from then on">
      <FindForm providers={offering} isFetching={isFetching} onFind={find} onChoose={setChosen} />
      {error && !isFetching ? (
        <ErrorState error={error} title="The providers could not be searched" onRetry={() => void refetch()} />
      ) : isFetching ? (
        <LoadingState label="The providers are being asked" figures={0} charts={1} />
      ) : (
        currentData && <Found found={currentData} onChoose={setChosen} />
      )}
      {chosen && (
        <FollowForm
          key={`${chosen.provider} ${chosen.symbol}`}
          hit={chosen}
          onDone={(assetId) => {
            setChosen(undefined);
            onOpen(assetId);
          }}
          onCancel={() => setChosen(undefined)}
        />
      )}
    </Panel>
  );
}

interface FindFormProps {
  readonly providers: ProviderList['items'];
  readonly isFetching: boolean;
  readonly onFind: (query: MarketDataSearchQuery) => void;
  readonly onChoose: (hit: Hit) => void;
}

function FindForm({ providers, isFetching, onFind, onChoose }: FindFormProps) {
  const [text, setText] = useState('');
  const [name, setName] = useState('');
  const asked = providers.find((one) => one.name === name);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const symbol = text.trim();
    if (symbol === '') return;
    if (asked?.search === false)
      onChoose({ provider: asked.name, symbol, name: symbol, exchange: null, currency: null });
    else onFind({ text: symbol, ...(asked && { provider: asked.name }) });
  };
  return (
    <search aria-label="Search the providers">
      <form className={classes.find} onSubmit={submit}>
        <TextInput
          label={asked?.search === false ? `Symbol as ${asked.name} writes it` : 'Symbol, name or ISIN'}
          autoComplete="off"
          maxLength={40}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <NativeSelect
          label="Asked is"
          value={name}
          data={[{ value: '', label: 'Every provider that can search' }, ...providers.map((one) => one.name)]}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={isFetching} disabled={text.trim() === ''}>
          {asked?.search === false ? 'Choose' : 'Search'}
        </Button>
      </form>
    </search>
  );
}

interface FoundProps {
  readonly found: MarketDataSearchResult;
  readonly onChoose: (hit: Hit) => void;
}

function Found({ found: { items, refused }, onChoose }: FoundProps) {
  return (
    <div aria-live="polite">
      {refused.map((refusal) => (
        <p key={refusal.provider} className={`${classes.text} ${classes.bad}`}>
          {refusalText(refusal)}
        </p>
      ))}
      <p className={classes.text}>
        {items.length === 0
          ? 'Nothing was found. Another spelling, or the symbol as the provider writes it, may help.'
          : `${plural(items.length, 'instrument')} found.`}
      </p>
      {items.length > 0 && (
        <DataTable
          caption="Instruments found"
          columns={hitColumns(onChoose)}
          rows={items}
          rowKey={({ provider, symbol, exchange }) => `${provider} ${symbol} ${exchange}`}
          heightMax={360}
          reflows
        />
      )}
    </div>
  );
}

function hitColumns(onChoose: (hit: Hit) => void): Column<Hit>[] {
  return [
    { key: 'symbol', header: 'Symbol', value: ({ symbol }) => symbol },
    { key: 'name', header: 'Name', wrap: true, value: ({ name }) => name },
    { key: 'exchange', header: 'Exchange', value: ({ exchange }) => exchange },
    { key: 'currency', header: 'Currency', value: ({ currency }) => currency },
    { key: 'provider', header: 'Provider', value: ({ provider }) => provider },
    {
      key: 'choose',
      header: 'Action',
      value: () => null,
      render: (hit) => (
        <TextButton label={`Choose ${hit.symbol} of ${hit.provider}`} onClick={() => onChoose(hit)}>
          Choose
        </TextButton>
      ),
    },
  ];
}
