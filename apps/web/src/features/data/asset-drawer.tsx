import { Button, Drawer } from '@mantine/core';
import type { AssetQuality } from '@riskoptimizer/contracts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { showFailure } from '../../platform/failure-notice.ts';
import { api } from '../../platform/store.ts';
import { usePhone } from '../../platform/use-phone.ts';
import classes from './data.module.css';
import { type DataRow, doubtName, failureText } from './data-words.ts';

type Doubt = AssetQuality['doubts'][number];

interface AssetDrawerProps {
  readonly row: DataRow | undefined;
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

const doubtColumns: Column<Doubt>[] = [
  { key: 'kind', header: 'Doubt', value: ({ kind }) => doubtName(kind) },
  { key: 'from', header: 'From', value: ({ from }) => from },
  { key: 'to', header: 'To', value: ({ to }) => to },
  { key: 'detail', header: 'Reason', wrap: true, value: ({ detail }) => detail },
];

function AssetDetail({ row, mayRefresh }: { readonly row: DataRow; readonly mayRefresh: boolean }) {
  const { assetId, feed } = row;
  const { currentData: data, error, refetch } = api.useGetAssetQualityQuery({ assetId });
  const failure = failureText(feed?.failure ?? null);
  return (
    <>
      {failure !== '' && <p className={`${classes.text} ${classes.bad}`}>{failure}</p>}
      {mayRefresh && feed !== null && <RefreshOne assetId={assetId} />}
      {data ? (
        data.doubts.length > 0 ? (
          <DataTable
            caption="Doubts"
            columns={doubtColumns}
            rows={data.doubts}
            rowKey={({ kind, from, to, detail }) => `${kind} ${from} ${to} ${detail}`}
            reflows
          />
        ) : (
          <p className={classes.text}>Nothing about its prices is doubtful.</p>
        )
      ) : error ? (
        <ErrorState error={error} title="The doubts could not be read" onRetry={() => void refetch()} />
      ) : (
        <LoadingState label="The prices are being examined" figures={0} charts={1} />
      )}
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
