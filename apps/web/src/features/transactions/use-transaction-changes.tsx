import type { LedgerTransaction, TransactionInput } from '@riskoptimizer/contracts';
import { useCallback } from 'react';
import { showDone, showFailure } from '../../platform/failure-notice.ts';
import { api } from '../../platform/store.ts';
import { showUndo } from '../../platform/undo-notice.tsx';
import { type Symbols, transactionWords } from './transaction-words.ts';

/** Enters, corrects and takes out transactions. What was corrected or taken out can be undone at once. */
export function useTransactionChanges(portfolioId: string, symbols: Symbols) {
  const [create, creating] = api.useCreateTransactionMutation();
  const [update, updating] = api.useUpdateTransactionMutation();
  const [remove] = api.useDeleteTransactionMutation();

  const enter = async (content: TransactionInput) => {
    await create({ portfolioId, content }).unwrap();
    showDone(`Entered: ${transactionWords(content, symbols)}`);
  };

  const correct = async (before: LedgerTransaction, content: TransactionInput) => {
    const { id: transactionId, version } = before;
    const saved = await update({ portfolioId, transactionId, version, content }).unwrap();
    const undo = () => update({ portfolioId, transactionId, version: saved.version, content: before.content }).unwrap();
    showUndo(`Corrected: ${transactionWords(content, symbols)}`, undo);
  };

  const takeOut = useCallback(
    async ({ id: transactionId, version, content }: LedgerTransaction) => {
      const words = transactionWords(content, symbols);
      try {
        await remove({ portfolioId, transactionId, version }).unwrap();
        showUndo(`Taken out: ${words}`, () => create({ portfolioId, content }).unwrap());
      } catch (error) {
        showFailure(`It was not taken out: ${words}`, error);
      }
    },
    [create, portfolioId, remove, symbols],
  );

  return { enter, correct, takeOut, isSaving: creating.isLoading || updating.isLoading };
}
