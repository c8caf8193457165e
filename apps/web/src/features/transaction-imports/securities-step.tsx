import { Button, NativeSelect } from '@mantine/core';
import type { Asset, ImportedAsset } from '@riskoptimizer/contracts';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { Verdict } from '../../components/verdict.tsx';
import { count, plural } from '../../platform/format.ts';
import { api } from '../../platform/store.ts';
import { usePhone } from '../../platform/use-phone.ts';
import { foundByText, securityNames } from './file-words.ts';
import { securitiesVerdict } from './import-words.ts';
import { ReadingProgress } from './reading-progress.tsx';
import type { ReadingStepProps } from './reading-step.tsx';
import classes from './transaction-imports.module.css';

type Draft = Readonly<Record<string, string>>;

/** Which of one's assets the securities of the file are: as found, or as said by hand. */
export function SecuritiesStep({ transactionImport, reading, onNext }: ReadingStepProps) {
  const { assets } = transactionImport;
  const { data: stored, error, refetch } = api.useListAssetsQuery();
  const [draft, setDraft] = useState<Draft>({});
  // A list that scrolls inside of a page that scrolls hides its end from a finger.
  const phone = usePhone();
  const columns = useMemo(() => securityColumns(stored?.items ?? [], draft, setDraft), [stored, draft]);
  const changed = assets.flatMap(({ key, assetId }) => {
    const chosen = draft[key];
    return chosen === undefined || chosen === '' || chosen === assetId ? [] : [{ key, assetId: chosen }];
  });
  const assign = async () => {
    if (await reading.assign(changed)) setDraft({});
  };
  return (
    <div aria-busy={reading.isReading || undefined}>
      <Verdict>{securitiesVerdict(transactionImport)}</Verdict>
      {error && !stored ? (
        <ErrorState error={error} title="Your assets could not be read" onRetry={() => void refetch()} />
      ) : !stored ? (
        <LoadingState label="Your assets are being read" figures={0} charts={1} />
      ) : (
        <Panel
          title="Securities of the file"
          note="What you choose is remembered for the next file when this one is stored"
        >
          {assets.length > 0 && (
            <DataTable
              caption="Securities of the file"
              columns={columns}
              rows={assets}
              rowKey={({ key }) => key}
              {...(phone ? {} : { heightMax: 560 })}
              reflows
            />
          )}
          <p className={classes.text}>
            Is one not among your assets? <Link to="/import">Import its prices</Link> first and come back: the file is
            kept for a day. Rows of a security without an asset are not stored.
          </p>
        </Panel>
      )}
      <ReadingProgress reading={reading} />
      <div className={classes.buttons}>
        {changed.length > 0 && (
          <Button loading={reading.isReading} onClick={() => void assign()}>
            Take {plural(changed.length, 'choice')}
          </Button>
        )}
        <Button disabled={changed.length > 0} onClick={onNext}>
          Next
        </Button>
      </div>
    </div>
  );
}

function securityColumns(
  stored: readonly Asset[],
  draft: Draft,
  setDraft: (change: (present: Draft) => Draft) => void,
): Column<ImportedAsset>[] {
  const options = [...stored].sort((a, b) => a.symbol.localeCompare(b.symbol, 'en', { numeric: true }));
  return [
    { key: 'name', header: 'In the file', value: (asset) => securityNames(asset).name },
    { key: 'others', header: 'Also', value: (asset) => securityNames(asset).others },
    {
      key: 'rows',
      header: 'Rows',
      numeric: true,
      value: ({ rowCount }) => rowCount,
      render: ({ rowCount }) => count(rowCount),
    },
    {
      key: 'found',
      header: 'Found',
      value: foundByText,
      render: (asset) => (
        <span className={asset.assetId === null ? classes.warning : undefined}>{foundByText(asset)}</span>
      ),
    },
    {
      key: 'asset',
      header: 'Asset',
      value: ({ assetId }) => assetId,
      render: (asset) => (
        <NativeSelect
          aria-label={`Asset of ${securityNames(asset).name}`}
          className={classes.cellSelect}
          value={draft[asset.key] ?? asset.assetId ?? ''}
          onChange={(event) => {
            const assetId = event.currentTarget.value;
            setDraft((present) => ({ ...present, [asset.key]: assetId }));
          }}
        >
          {asset.assetId === null && <option value="">Choose an asset</option>}
          {options.map(({ id, symbol, name, currency }) => (
            <option key={id} value={id}>
              {name === symbol ? `${symbol} (${currency})` : `${symbol}, ${name} (${currency})`}
            </option>
          ))}
        </NativeSelect>
      ),
    },
  ];
}
