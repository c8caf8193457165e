import { Button } from '@mantine/core';
import { type PriceImport, priceFileBytesMax } from '@riskoptimizer/contracts';
import { useCallback } from 'react';
import { Link } from 'react-router';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Verdict } from '../../components/verdict.tsx';
import { bytes } from '../../platform/format.ts';
import { api, client } from '../../platform/store.ts';
import { useMay } from '../../platform/use-account.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import { FileDrop } from './file-drop.tsx';
import { FileHelp } from './file-help.tsx';
import classes from './import-page.module.css';
import { ImportReview } from './import-review.tsx';
import { type UploadRules, useUpload } from './use-upload.ts';

const priceFiles: UploadRules<PriceImport> = {
  send: (file, options) => client.createPriceImport({ file, fileName: file.name }, options),
  bytesMax: priceFileBytesMax,
  remedy: 'Split it by date or by asset and import the parts one after the other.',
};

/** Own prices in three steps: a file, a look at what is in it, a portfolio of its assets. */
export function ImportPage() {
  const { search, change } = useParameters();
  const importId = search.get('import') ?? undefined;
  const open = useCallback((priceImport: PriceImport) => change({ import: priceImport.id }), [change]);
  const close = useCallback(() => change({ import: undefined }), [change]);
  if (!useMay('asset:change')) return <NotForThisRole />;
  return importId === undefined ? <ChooseFile onReady={open} /> : <Review importId={importId} onClose={close} />;
}

function NotForThisRole() {
  return (
    <>
      <PageHeader title="Import" />
      <EmptyState title="Your role does not import prices">
        It looks at portfolios, and changes nothing. An administrator can give you another role.
      </EmptyState>
    </>
  );
}

function ChooseFile({ onReady }: { readonly onReady: (priceImport: PriceImport) => void }) {
  const upload = useUpload(priceFiles, onReady);
  const { state } = upload;
  return (
    <>
      <PageHeader title="Import" />
      <Verdict>Bring your own prices and see every page for what you hold.</Verdict>
      <div className={classes.choose}>
        <div>
          <FileDrop
            upload={upload}
            label="Choose a price file"
            title="Drop a CSV file of prices here, or choose one"
            note={`Up to ${bytes(priceFileBytesMax)}. It is looked at first; nothing is stored before you say so.`}
          />
          {state.step === 'refused' && (
            <ErrorState error={state.error} title={`${state.fileName} cannot be imported; nothing was stored`} />
          )}
          <p>
            Is it a file of purchases, sales and payments of a broker?{' '}
            <Link to="/transactions/import">Import transactions</Link> instead. Everything of an account, exported
            before, goes back in on the <Link to="/security">Security page</Link>.
          </p>
        </div>
        <FileHelp />
      </div>
    </>
  );
}

function Review({ importId, onClose }: { readonly importId: string; readonly onClose: () => void }) {
  const { currentData, error, refetch } = api.useGetPriceImportQuery({ importId });
  const again = (
    <Button variant="default" onClick={onClose}>
      Choose another file
    </Button>
  );
  return (
    <>
      <PageHeader title="Import" subject={currentData?.fileName} />
      {error ? (
        <ErrorState
          error={error}
          title="This import is no longer there"
          onRetry={() => void refetch()}
          action={again}
        />
      ) : currentData ? (
        <ImportReview priceImport={currentData} onClose={onClose} />
      ) : (
        <LoadingState label="The import is being read" figures={5} charts={1} />
      )}
    </>
  );
}
