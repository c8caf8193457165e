import { type Answer, type Arguments, type Build, call } from './endpoint-builder.ts';

/** A change of the ledger changes what the portfolio holds, and everything that is computed of it. */
const changed = ['Portfolio', 'Analysis'] as const;

export function ledgerEndpoints(build: Build) {
  return {
    listTransactions: build.query<Answer<'listTransactions'>, Arguments<'listTransactions'>>({
      ...call('listTransactions'),
      providesTags: ['Portfolio'],
    }),
    createTransaction: build.mutation<Answer<'createTransaction'>, Arguments<'createTransaction'>>({
      ...call('createTransaction'),
      invalidatesTags: [...changed],
    }),
    createTransactions: build.mutation<Answer<'createTransactions'>, Arguments<'createTransactions'>>({
      ...call('createTransactions'),
      invalidatesTags: [...changed],
    }),
    getTransaction: build.query<Answer<'getTransaction'>, Arguments<'getTransaction'>>({
      ...call('getTransaction'),
      providesTags: ['Portfolio'],
    }),
    updateTransaction: build.mutation<Answer<'updateTransaction'>, Arguments<'updateTransaction'>>({
      ...call('updateTransaction'),
      invalidatesTags: [...changed],
    }),
    deleteTransaction: build.mutation<null, Arguments<'deleteTransaction'>>({
      ...call('deleteTransaction'),
      invalidatesTags: [...changed],
    }),
    getHoldings: build.query<Answer<'getHoldings'>, Arguments<'getHoldings'>>({
      ...call('getHoldings'),
      providesTags: ['Portfolio', 'Analysis'],
    }),
    getRealisedResults: build.query<Answer<'getRealisedResults'>, Arguments<'getRealisedResults'>>({
      ...call('getRealisedResults'),
      providesTags: ['Portfolio', 'Analysis'],
    }),
    getPerformance: build.query<Answer<'getPerformance'>, Arguments<'getPerformance'>>({
      ...call('getPerformance'),
      providesTags: ['Portfolio', 'Analysis'],
    }),
  };
}
