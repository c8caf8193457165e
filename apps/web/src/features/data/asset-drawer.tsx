import { Button, Drawer } from '@mantine/core';
import type { AssetQuality } from '@riskoptimizer/contracts';
import type { ReactNode } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { showFailure } from '../../platform/failure-notice.ts';
import { dateMedium, decimal, missing, plural } from '../../platform/format.ts';
import { instant } from '../../platform/instants.ts';
import { api } from '../../platform/store.ts';
import { usePhone } from '../../platform/use-phone.ts';
import classes from './data.module.css';
import { type CoveredRow, coverageText, type DoubtKind, dataState, doubtName, failureText } from './data-words.ts';
import { OverridesSection } from './overrides-section.tsx';

type Doubt = AssetQuality['doubts'][number];

interface AssetDrawerProps {
  readonly row: CoveredRow | undefined;
  readonly mayRefresh: boolean;
  readonly onClose: () => void;
}

export function AssetDrawer({ row, mayRefresh, onClose }: AssetDrawerProps) {
  const phone = usePhone();
  return (
    <Drawer
      opened={row !== undefined}
      onClose={onClose}
      position="right"
      size={phone ? '100%' : 620}
      title={row ? `${row.symbol}, ${row.name}` : 'Asset'}
      closeButtonProps={{ 'aria-label': 'Close', size: 44 }}
    >
      {row && <AssetDetail key={row.assetId} row={row} mayRefresh={mayRefresh} />}
    </Drawer>
  );
}

/** What is in quarantine may be of a date that is none. */
const day = (date: string | null) =>
  date === null
    ? missing
    : /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date))
      ? dateMedium(date)
      : date;

const doubtColumns: Column<Doubt>[] = [
  { key: 'kind', header: 'Doubt', value: ({ kind }) => doubtName(kind) },
  { key: 'from', header: 'From', value: ({ from }) => from, render: ({ from }) => day(from) },
  { key: 'to', header: 'To', value: ({ to }) => to, render: ({ to }) => day(to) },
  { key: 'detail', header: 'Reason', wrap: true, value: ({ detail }) => detail },
];

const sections: readonly { readonly title: string; readonly kinds: readonly DoubtKind[] }[] = [
  { title: 'Age', kinds: ['stale'] },
  { title: 'Gaps of the provider', kinds: ['gap'] },
  { title: 'Jumps and outliers', kinds: ['looks-like-split', 'outlier'] },
  { title: 'Unchanged or mixed', kinds: ['unchanged', 'mixed-adjustment'] },
  { title: 'In quarantine, never used', kinds: ['quarantined'] },
];

function AssetDetail({ row, mayRefresh }: { readonly row: CoveredRow; readonly mayRefresh: boolean }) {
  const { assetId, feed } = row;
  const { currentData: data, error, refetch } = api.useGetAssetQualityQuery({ assetId });
  return (
    <>
      <Provenance row={row} />
      {mayRefresh && feed !== null && <RefreshOne assetId={assetId} />}
      <MissingRuns row={row} />
      {data ? (
        <Doubts doubts={data.doubts} />
      ) : error ? (
        <ErrorState error={error} title="The doubts could not be read" onRetry={() => void refetch()} />
      ) : (
        <LoadingState label="The prices are being examined" figures={0} charts={1} />
      )}
      <OverridesSection assetId={assetId} mayChange={mayRefresh} />
    </>
  );
}

function Doubts({ doubts }: { readonly doubts: readonly Doubt[] }) {
  if (doubts.length === 0) return <p className={classes.text}>Nothing about its prices is doubtful.</p>;
  return sections.map(({ title, kinds }) => {
    const rows = doubts.filter(({ kind }) => kinds.includes(kind));
    if (rows.length === 0) return null;
    return (
      <section key={title} className={classes.section}>
        <h3 className={classes.heading}>{title}</h3>
        <DataTable
          caption={title}
          columns={doubtColumns}
          rows={rows}
          rowKey={({ kind, from, to, detail }) => `${kind} ${from} ${to} ${detail}`}
          heightMax={360}
          reflows
        />
      </section>
    );
  });
}

/** Days on which the other assets have a price and this one has none. */
function MissingRuns({ row: { prices } }: { readonly row: CoveredRow }) {
  if (prices === null || prices.gaps.length === 0) return null;
  return (
    <section className={classes.section}>
      <h3 className={classes.heading}>Gaps</h3>
      <ul className={classes.text}>
        {prices.gaps.map(({ from, to, missingCount }) => (
          <li key={from}>
            {dateMedium(from)} to {dateMedium(to)}: on {plural(missingCount, 'day')} other assets have a price and this
            one has none
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Where the prices come from, and why the last attempt gave none. */
function Provenance({ row }: { readonly row: CoveredRow }) {
  const { source, feed, prices, currency, lastDate } = row;
  const price = prices?.lastClose == null || lastDate === null;
  return (
    <dl className={classes.facts}>
      <Fact term="State">{dataState(row)}</Fact>
      <Fact term="Source">{source}</Fact>
      {feed && (
        <Fact term="Provider">
          {feed.provider}, there {feed.providerSymbol}
        </Fact>
      )}
      <Fact term="Last price">
        {price ? missing : `${decimal(prices.lastClose)} ${currency} of ${dateMedium(lastDate)}`}
      </Fact>
      <Fact term="Coverage">{coverageText(row)}</Fact>
      {feed && <Fact term="Closes">{feed.closes ?? missing}</Fact>}
      {feed && <Fact term="Last fetched">{instant(feed.lastSuccessAt)}</Fact>}
      {feed?.failure && (
        <Fact term="Last failure">
          <span className={classes.bad}>{failureText(feed.failure)}</span> At {instant(feed.failure.at)}; the last good
          prices stay.
        </Fact>
      )}
    </dl>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </>
  );
}

function RefreshOne({ assetId }: { readonly assetId: string }) {
  const [refresh, { isLoading }] = api.useRefreshAssetMutation();
  const start = async () => {
    try {
      await refresh({ assetId }).unwrap();
    } catch (error) {
      showFailure('The prices were not refreshed', error);
    }
  };
  return (
    <div className={classes.tools}>
      <Button variant="default" loading={isLoading} onClick={() => void start()}>
        Refresh this asset
      </Button>
    </div>
  );
}
