/** One's own account: profile, password, sessions, second factors, API keys, activity. */
import {
  account,
  type accountChange,
  activity,
  type activityQuery,
  type apiKeyInput,
  apiKeyList,
  createdApiKey,
  emailChangeAnswer,
  type emailChangeRequest,
  factors,
  passkeyChallenge,
  type passkeyRegistration,
  type passwordChange,
  portfolio,
  recoveryCodes,
  sessionList,
  signedIn,
  type totpConfirmation,
  totpEnrolment,
} from '@riskoptimizer/contracts';
import { z } from 'zod';
import { type CallOptions, send } from '../send.ts';
import { factsOf } from '../session/session-state.ts';
import type { Wire } from '../wire.ts';

const nothing = z.null();

export interface SessionReference {
  readonly sessionId: string;
}
export interface PasskeyReference {
  readonly passkeyId: string;
}
export interface ApiKeyReference {
  readonly apiKeyId: string;
}

export function accountCalls(wire: Wire) {
  return {
    getAccount: (_: void, options?: CallOptions) => send(wire, 'getAccount', account, {}, options),
    updateAccount: (body: z.input<typeof accountChange>, options?: CallOptions) =>
      send(wire, 'updateAccount', account, { body }, options),
    /** The server begins a new session for this device, which the session of the client takes over. */
    changePassword: async (body: z.input<typeof passwordChange>, options?: CallOptions) => {
      const answer = await send(wire, 'changePassword', signedIn, { body }, options);
      await wire.session?.accept(answer);
      // Without the tokens, which are nothing to keep in a store.
      return factsOf(answer);
    },
    requestEmailChange: (body: z.input<typeof emailChangeRequest>, options?: CallOptions) =>
      send(wire, 'requestEmailChange', emailChangeAnswer, { body }, options),
    listSessions: (_: void, options?: CallOptions) => send(wire, 'listSessions', sessionList, {}, options),
    endSession: ({ sessionId }: SessionReference, options?: CallOptions) =>
      send(wire, 'endSession', nothing, { path: { sessionId } }, options),
    listActivity: (query: Partial<z.output<typeof activityQuery>>, options?: CallOptions) =>
      send(wire, 'listActivity', activity, { query }, options),
    loadDemo: (_: void, options?: CallOptions) => send(wire, 'loadDemo', portfolio, {}, options),
    ...factorCalls(wire),
    ...apiKeyCalls(wire),
  };
}

function factorCalls(wire: Wire) {
  return {
    getFactors: (_: void, options?: CallOptions) => send(wire, 'getFactors', factors, {}, options),
    beginTotp: (_: void, options?: CallOptions) => send(wire, 'beginTotp', totpEnrolment, {}, options),
    confirmTotp: (body: z.input<typeof totpConfirmation>, options?: CallOptions) =>
      send(wire, 'confirmTotp', recoveryCodes, { body }, options),
    removeTotp: (_: void, options?: CallOptions) => send(wire, 'removeTotp', nothing, {}, options),
    beginPasskey: (_: void, options?: CallOptions) => send(wire, 'beginPasskey', passkeyChallenge, {}, options),
    addPasskey: (body: z.input<typeof passkeyRegistration>, options?: CallOptions) =>
      send(wire, 'addPasskey', recoveryCodes, { body }, options),
    removePasskey: ({ passkeyId }: PasskeyReference, options?: CallOptions) =>
      send(wire, 'removePasskey', nothing, { path: { passkeyId } }, options),
    createRecoveryCodes: (_: void, options?: CallOptions) =>
      send(wire, 'createRecoveryCodes', recoveryCodes, {}, options),
  };
}

function apiKeyCalls(wire: Wire) {
  return {
    listApiKeys: (_: void, options?: CallOptions) => send(wire, 'listApiKeys', apiKeyList, {}, options),
    createApiKey: (body: z.input<typeof apiKeyInput>, options?: CallOptions) =>
      send(wire, 'createApiKey', createdApiKey, { body }, options),
    revokeApiKey: ({ apiKeyId }: ApiKeyReference, options?: CallOptions) =>
      send(wire, 'revokeApiKey', nothing, { path: { apiKeyId } }, options),
  };
}
