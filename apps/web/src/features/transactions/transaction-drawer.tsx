import { Drawer } from '@mantine/core';
import { skipToken } from '@reduxjs/toolkit/query';
import type {
  LedgerTransaction,
  NamedAsset,
  Portfolio,
  TransactionInput,
  TransactionKind,
} from '@riskoptimizer/contracts';
import { useState } from 'react';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { today } from '../../platform/days.ts';
import { problemOf } from '../../platform/problem.ts';
import { api, client } from '../../platform/store.ts';
import { usePhone } from '../../platform/use-phone.ts';
import { draftOf, type TransactionDraft } from './transaction-draft.ts';
import { TransactionForm } from './transaction-form.tsx';
import { kindNames } from './transaction-kinds.ts';
import { transactionWords } from './transaction-words.ts';

interface TransactionDrawerProps {
  readonly portfolio: Portfolio;
  /** Kind of a new one, or the id of one to correct; undefined is closed. */
  readonly open: { readonly kind: TransactionKind } | { readonly transactionId: string } | undefined;
  readonly assets: readonly NamedAsset[];
  readonly accounts: readonly string[];
  readonly isSaving: boolean;
  readonly onEnter: (content: TransactionInput) => Promise<void>;
  readonly onCorrect: (before: LedgerTransaction, content: TransactionInput) => Promise<void>;
  readonly onClose: () => void;
}

/** One transaction beside the list: a new one, or one that is corrected. */
export function TransactionDrawer(props: TransactionDrawerProps) {
  const { open, onClose } = props;
  const phone = usePhone();
  const title = open === undefined ? '' : 'kind' in open ? 'New transaction' : 'Correct a transaction';
  return (
    <Drawer
      opened={open !== undefined}
      onClose={onClose}
      position="right"
      size={phone ? '100%' : 520}
      title={title}
      closeButtonProps={{ 'aria-label': 'Close', size: 44 }}
    >
      {open && ('kind' in open ? <New {...props} kind={open.kind} /> : <Correct {...props} id={open.transactionId} />)}
    </Drawer>
  );
}

function New({ kind, ...props }: TransactionDrawerProps & { readonly kind: TransactionKind }) {
  const { portfolio, accounts, onEnter, onClose } = props;
  const account = accounts[0] ?? 'Main';
  const initial: TransactionDraft = {
    kind,
    texts: { date: today(), account, toAccount: account, currency: portfolio.baseCurrency },
    lots: {},
  };
  return <Form {...props} initial={initial} isNew onSave={onEnter} onDone={onClose} />;
}

function Correct({ id, ...props }: TransactionDrawerProps & { readonly id: string }) {
  const { portfolio } = props;
  const { currentData, error, refetch } = api.useGetTransactionQuery(
    id === '' ? skipToken : { portfolioId: portfolio.id, transactionId: id },
  );
  if (error && !currentData) {
    return <ErrorState error={error} title="The transaction could not be read" onRetry={() => void refetch()} />;
  }
  if (!currentData) return <LoadingState label="The transaction is being read" figures={0} charts={1} />;
  return <Correction {...props} key={id} opened={currentData} />;
}

/** What was typed stays, also when somebody else was quicker: whoever saves again has been told of what they replace. */
function Correction({ opened, ...props }: TransactionDrawerProps & { readonly opened: LedgerTransaction }) {
  const { portfolio, assets, onCorrect, onClose } = props;
  const [before, setBefore] = useState(opened);
  const save = async (content: TransactionInput) => {
    try {
      await onCorrect(before, content);
    } catch (error) {
      if (problemOf(error).code === 'version-conflict')
        setBefore(await client.getTransaction({ portfolioId: portfolio.id, transactionId: opened.id }));
      throw error;
    }
  };
  const symbols = new Map(assets.map(({ assetId, symbol }) => [assetId, symbol]));
  return (
    <>
      <p>{kindNames[opened.content.kind]}</p>
      <Form {...props} initial={draftOf(opened.content)} isNew={false} onSave={save} onDone={onClose} />
      {before !== opened && (
        <output>
          By now it says: {transactionWords(before.content, symbols)}. Save again to put yours in its place, or close to
          keep that.
        </output>
      )}
    </>
  );
}

interface FormProps extends Pick<TransactionDrawerProps, 'portfolio' | 'assets' | 'accounts' | 'isSaving'> {
  readonly initial: TransactionDraft;
  readonly isNew: boolean;
  readonly onSave: (content: TransactionInput) => Promise<void>;
  readonly onDone: () => void;
}

function Form({ portfolio, initial, isNew, assets, accounts, isSaving, onSave, onDone }: FormProps) {
  return (
    <TransactionForm
      portfolioId={portfolio.id}
      baseCurrency={portfolio.baseCurrency}
      initial={initial}
      isNew={isNew}
      assets={assets}
      accounts={accounts}
      isSaving={isSaving}
      onSave={onSave}
      onDone={onDone}
    />
  );
}
