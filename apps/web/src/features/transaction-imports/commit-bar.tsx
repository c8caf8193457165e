import { Button, Progress } from '@mantine/core';
import type { TransactionImport, TransactionImportResult } from '@riskoptimizer/contracts';
import { useEffect, useRef, useState } from 'react';
import { ErrorState } from '../../components/error-state.tsx';
import { plural } from '../../platform/format.ts';
import { problemOf } from '../../platform/problem.ts';
import { api, client } from '../../platform/store.ts';
import { chosenRows } from './chosen-rows.ts';
import { commitOf, type RowChoice, unwantedRows } from './row-choice.ts';
import classes from './transaction-imports.module.css';

interface CommitBarProps {
  readonly transactionImport: TransactionImport;
  readonly choice: RowChoice;
  readonly storedCount: number;
  readonly onStored: (result: TransactionImportResult) => void;
  readonly onRefetch: () => void;
}

type State =
  | { readonly step: 'waiting' }
  | { readonly step: 'collecting'; readonly share: number }
  | { readonly step: 'storing' }
  | { readonly step: 'refused'; readonly error: unknown };

/** The one button that stores: all chosen rows, or none. */
export function CommitBar(props: CommitBarProps) {
  const { storedCount } = props;
  const { state, store, cancel } = useCommit(props);
  const isBusy = state.step === 'collecting' || state.step === 'storing';
  return (
    <div aria-live="polite">
      <div className={classes.buttons}>
        <Button disabled={storedCount === 0} loading={isBusy} onClick={() => void store()}>
          Store {plural(storedCount, 'transaction')}
        </Button>
        <span className={classes.hint}>
          {storedCount === 0
            ? 'There is nothing to store.'
            : 'All of them are stored together, or none. Until then the ledger is as it was.'}
        </span>
      </div>
      {state.step === 'collecting' && (
        <div className={classes.progress}>
          <span>Your choice is put together</span>
          <Progress className={classes.track} value={state.share * 100} aria-label="Your choice is put together" />
          <Button variant="default" onClick={cancel}>
            Cancel
          </Button>
        </div>
      )}
      {state.step === 'refused' && <ErrorState error={state.error} title="Nothing was stored" />}
    </div>
  );
}

function useCommit({ transactionImport, choice, onStored, onRefetch }: CommitBarProps) {
  const [send] = api.useCommitTransactionImportMutation();
  const [state, setState] = useState<State>({ step: 'waiting' });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const store = async () => {
    const controller = new AbortController();
    running.current = controller;
    try {
      const unwanted = unwantedRows(choice);
      const onProgress = (share: number) => setState({ step: 'collecting', share });
      if (unwanted.size > 0) onProgress(0);
      const rows =
        unwanted.size === 0
          ? ('all-valid' as const)
          : await chosenRows(transactionImport, unwanted, { client, signal: controller.signal, onProgress });
      setState({ step: 'storing' });
      onStored(await send({ transactionImportId: transactionImport.id, ...commitOf(choice, rows) }).unwrap());
    } catch (error) {
      setState(problemOf(error).code === 'aborted' ? { step: 'waiting' } : { step: 'refused', error });
      // It may have been stored in another window meanwhile.
      onRefetch();
    }
  };
  return { state, store, cancel: () => running.current?.abort() };
}
