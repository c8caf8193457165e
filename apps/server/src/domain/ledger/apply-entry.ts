/** One transaction applied to the book: all of it, or nothing and a problem. */

import { applyMerger, applyRename, applySpinOff, applySplit } from './apply-corporate-action.ts';
import { applyConversion, applyCost, applyDepositOrWithdrawal, applyDividend, applyInterest } from './apply-payment.ts';
import { applyTrade } from './apply-trade.ts';
import { applyTransfer } from './apply-transfer.ts';
import type { LedgerBook } from './ledger-book.ts';
import type { LedgerEntry, LedgerProblem } from './ledger-types.ts';
import { LedgerRefusal, problemOf } from './refusal.ts';

/** @returns what is wrong with the entry, or null when it counts. */
export function applyEntry(book: LedgerBook, entry: LedgerEntry): LedgerProblem | null {
  try {
    applyContent(book, entry);
    return null;
  } catch (error) {
    if (error instanceof LedgerRefusal) return problemOf(entry, error);
    throw error;
  }
}

function applyContent(book: LedgerBook, entry: LedgerEntry): void {
  const { content } = entry;
  switch (content.kind) {
    case 'buy':
    case 'sell':
    case 'short':
      return applyTrade(book, entry, content);
    case 'dividend':
      return applyDividend(book, entry, content);
    case 'interest':
      return applyInterest(book, entry, content);
    case 'fee':
    case 'tax':
      return applyCost(book, entry, content);
    case 'deposit':
    case 'withdrawal':
      return applyDepositOrWithdrawal(book, entry, content);
    case 'conversion':
      return applyConversion(book, entry, content);
    case 'transfer':
      return applyTransfer(book, entry, content);
    case 'split':
      return applySplit(book, content);
    case 'merger':
      return applyMerger(book, entry, content);
    case 'spin-off':
      return applySpinOff(book, content);
    case 'rename':
      return applyRename(book, content);
  }
}
