/** Files of transactions: sent, previewed, mapped and stored; and the mappings that were saved. */
import {
  importMappingList,
  savedImportMapping,
  type TransactionImportQuery,
  type transactionFileMapping,
  transactionImport,
  type transactionImportCommit,
  type transactionImportMapping,
  transactionImportResult,
} from '@riskoptimizer/contracts';
import { z } from 'zod';
import { type CallOptions, send } from '../send.ts';
import type { Wire } from '../wire.ts';

const nothing = z.null();

export interface TransactionImportReference {
  readonly transactionImportId: string;
}
export interface TransactionFileToImport {
  readonly portfolioId: string;
  readonly file: Blob;
  readonly fileName: string;
  /** Name of a saved mapping to read it by. */
  readonly mapping?: string;
}
export interface ImportMappingReference {
  readonly mappingName: string;
}

export function transactionImportCalls(wire: Wire) {
  return {
    createTransactionImport: (
      { portfolioId, file, fileName, ...query }: TransactionFileToImport,
      options?: CallOptions,
    ) => {
      const body = new FormData();
      body.append('file', file, fileName);
      return send(wire, 'createTransactionImport', transactionImport, { path: { portfolioId }, query, body }, options);
    },
    getTransactionImport: (
      { transactionImportId, ...query }: TransactionImportReference & Partial<TransactionImportQuery>,
      options?: CallOptions,
    ) => send(wire, 'getTransactionImport', transactionImport, { path: { transactionImportId }, query }, options),
    mapTransactionImport: (
      { transactionImportId, ...body }: TransactionImportReference & z.input<typeof transactionImportMapping>,
      options?: CallOptions,
    ) => send(wire, 'mapTransactionImport', transactionImport, { path: { transactionImportId }, body }, options),
    commitTransactionImport: (
      { transactionImportId, ...body }: TransactionImportReference & z.input<typeof transactionImportCommit>,
      options?: CallOptions,
    ) =>
      send(wire, 'commitTransactionImport', transactionImportResult, { path: { transactionImportId }, body }, options),
    discardTransactionImport: ({ transactionImportId }: TransactionImportReference, options?: CallOptions) =>
      send(wire, 'discardTransactionImport', nothing, { path: { transactionImportId } }, options),
    listImportMappings: (_: void, options?: CallOptions) =>
      send(wire, 'listImportMappings', importMappingList, {}, options),
    putImportMapping: (
      { mappingName, ...body }: ImportMappingReference & z.input<typeof transactionFileMapping>,
      options?: CallOptions,
    ) => send(wire, 'putImportMapping', savedImportMapping, { path: { mappingName }, body }, options),
    deleteImportMapping: ({ mappingName }: ImportMappingReference, options?: CallOptions) =>
      send(wire, 'deleteImportMapping', nothing, { path: { mappingName } }, options),
  };
}
