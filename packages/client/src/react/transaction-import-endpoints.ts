import { type Answer, type Arguments, type Build, call } from './endpoint-builder.ts';

export function transactionImportEndpoints(build: Build) {
  return {
    createTransactionImport: build.mutation<Answer<'createTransactionImport'>, Arguments<'createTransactionImport'>>(
      call('createTransactionImport'),
    ),
    getTransactionImport: build.query<Answer<'getTransactionImport'>, Arguments<'getTransactionImport'>>({
      ...call('getTransactionImport'),
      providesTags: (_result, _error, { transactionImportId }) => [
        { type: 'TransactionImport', id: transactionImportId },
      ],
    }),
    mapTransactionImport: build.mutation<Answer<'mapTransactionImport'>, Arguments<'mapTransactionImport'>>({
      ...call('mapTransactionImport'),
      invalidatesTags: (_result, _error, { transactionImportId }) => [
        { type: 'TransactionImport', id: transactionImportId },
      ],
    }),
    commitTransactionImport: build.mutation<Answer<'commitTransactionImport'>, Arguments<'commitTransactionImport'>>({
      ...call('commitTransactionImport'),
      invalidatesTags: ['TransactionImport', 'Portfolio', 'Analysis'],
    }),
    discardTransactionImport: build.mutation<null, Arguments<'discardTransactionImport'>>(
      call('discardTransactionImport'),
    ),
    listImportMappings: build.query<Answer<'listImportMappings'>, void>({
      ...call('listImportMappings'),
      providesTags: ['ImportMapping'],
    }),
    putImportMapping: build.mutation<Answer<'putImportMapping'>, Arguments<'putImportMapping'>>({
      ...call('putImportMapping'),
      invalidatesTags: ['ImportMapping'],
    }),
    deleteImportMapping: build.mutation<null, Arguments<'deleteImportMapping'>>({
      ...call('deleteImportMapping'),
      invalidatesTags: ['ImportMapping'],
    }),
  };
}
