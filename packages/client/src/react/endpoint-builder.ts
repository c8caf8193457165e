/** How the endpoints are written down: the answer and the arguments of each are those of the client function of the same name. */
import type { EndpointBuilder } from '@reduxjs/toolkit/query';
import type { HttpClient } from '../http-client.ts';
import type { CallOptions } from '../send.ts';
import type { ClientCall, clientBaseQuery } from './base-query.ts';

/**
 * What a change can make stale. `Analysis` is everything computed from prices and allocations, `Account` everything that
 * hangs on the own account, `User` everything an administrator sees of others.
 */
export const tagTypes = [
  'Asset',
  'Prices',
  'DataQuality',
  'Provider',
  'PriceImport',
  'TransactionImport',
  'ImportMapping',
  'Portfolio',
  'Analysis',
  'Job',
  'AlertRule',
  'Alert',
  'Share',
  'Account',
  'Session',
  'Factor',
  'ApiKey',
  'User',
  'Invitation',
  'Settings',
  'Encryption',
  'Audit',
] as const;

export type Build = EndpointBuilder<ReturnType<typeof clientBaseQuery>, (typeof tagTypes)[number], 'api'>;

export type CallName = keyof HttpClient;
export type Answer<Name extends CallName> = Awaited<ReturnType<HttpClient[Name]>>;
export type Arguments<Name extends CallName> = Parameters<HttpClient[Name]>[0];

/** The client function of a name, as the query of an endpoint. */
export function call<Name extends CallName>(name: Name): { query: (args: Arguments<Name>) => ClientCall } {
  return {
    query: (args) => (client, options) => {
      const ask = client[name] as (args: Arguments<Name>, options: CallOptions) => Promise<unknown>;
      return ask(args, options);
    },
  };
}
