import { NativeSelect } from '@mantine/core';
import { type Portfolio, type TransactionImport, transactionFileBytesMax } from '@riskoptimizer/contracts';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { ErrorState } from '../../components/error-state.tsx';
import { Verdict } from '../../components/verdict.tsx';
import { bytes } from '../../platform/format.ts';
import { api, client } from '../../platform/store.ts';
import { FileDrop } from '../import/file-drop.tsx';
import { type UploadRules, useUpload } from '../import/use-upload.ts';
import { FileHelp } from './file-help.tsx';
import classes from './transaction-imports.module.css';

interface ChooseFileProps {
  readonly portfolio: Portfolio;
  readonly onReady: (transactionImport: TransactionImport) => void;
}

/** The first step: a file, and how it is read when it is known from before. */
export function ChooseFile({ portfolio, onReady }: ChooseFileProps) {
  const [mapping, setMapping] = useState('');
  const upload = useUpload(useRules(portfolio.id, mapping), onReady);
  const { data: mappings } = api.useListImportMappingsQuery();
  const saved = mappings?.items ?? [];
  const { state } = upload;
  return (
    <>
      <Verdict>Bring the purchases, sales and payments of “{portfolio.name}” as your broker writes them.</Verdict>
      <div className={classes.choose}>
        <div className={classes.stack}>
          {saved.length > 0 && (
            <NativeSelect
              className={classes.saved}
              label="Read it"
              value={mapping}
              data={[
                { value: '', label: 'as found out from the file' },
                ...saved.map(({ name }) => ({ value: name, label: `by “${name}”` })),
              ]}
              onChange={(event) => setMapping(event.currentTarget.value)}
            />
          )}
          <FileDrop
            upload={upload}
            label="Choose a file of transactions"
            title="Drop a file of transactions here, or choose one"
            note={`CSV, XLSX, OFX, Flex query or our own JSON, up to ${bytes(transactionFileBytesMax)}. Nothing is stored before the last step.`}
          />
          {state.step === 'refused' && (
            <ErrorState error={state.error} title={`${state.fileName} cannot be imported; nothing was stored`} />
          )}
          <p className={classes.text}>
            A file of daily prices goes to <Link to="/import">Import</Link>.
          </p>
        </div>
        <FileHelp />
      </div>
    </>
  );
}

function useRules(portfolioId: string, mapping: string): UploadRules<TransactionImport> {
  return useMemo(
    () => ({
      send: (file, options) =>
        client.createTransactionImport(
          { portfolioId, file, fileName: file.name, ...(mapping === '' ? {} : { mapping }) },
          options,
        ),
      bytesMax: transactionFileBytesMax,
      remedy: 'Split it by date and import the parts one after the other.',
    }),
    [portfolioId, mapping],
  );
}
