/** RTK Query over the HTTP client: an endpoint names the call, this file makes it and keeps failures plain enough for a store. */
import type { BaseQueryFn } from '@reduxjs/toolkit/query';
import { ApiProblem, type ApiProblemData } from '../api-problem.ts';
import type { HttpClient } from '../http-client.ts';
import type { CallOptions } from '../send.ts';

export type ClientCall = (client: HttpClient, options: CallOptions) => Promise<unknown>;

/** The signal of RTK Query reaches the wire, so a page that is left stops its requests. */
export function clientBaseQuery(client: HttpClient): BaseQueryFn<ClientCall, unknown, ApiProblemData> {
  return async (call, { signal }) => {
    try {
      return { data: await call(client, { signal }) };
    } catch (error) {
      // Anything else is a mistake in our code and must not look like an answer of the server.
      if (error instanceof ApiProblem) return { error: error.toData() };
      throw error;
    }
  };
}
