/** Signing in and out. What a session has to know of an answer is handed to it by the caller: `session.accept(answer)`. */
import {
  authenticationStatus,
  type demoRequest,
  type invitationAcceptance,
  passkeyChallenge,
  type passkeyChallengeRequest,
  type passkeySignInRequest,
  passwordResetAnswer,
  type passwordResetCompletion,
  type passwordResetRequest,
  type refreshRequest,
  registrationAnswer,
  type registrationRequest,
  type secondFactorRequest,
  type setUpRequest,
  signedIn,
  signInAnswer,
  type signInRequest,
  type signOutEverywhereRequest,
  stepUpAnswer,
  type stepUpRequest,
  streamTicket,
  type tokenRequest,
} from '@riskoptimizer/contracts';
import { z } from 'zod';
import { type CallOptions, send } from '../send.ts';
import type { Wire } from '../wire.ts';

const nothing = z.null();
type Token = z.input<typeof tokenRequest>;
/** A field of a request that has a default may be left out. */
type Body<Schema extends z.ZodType> = z.input<Schema>;

export function authenticationCalls(wire: Wire) {
  return {
    getAuthenticationStatus: (_: void, options?: CallOptions) =>
      send(wire, 'getAuthenticationStatus', authenticationStatus, {}, options),
    setUp: (body: Body<typeof setUpRequest>, options?: CallOptions) => send(wire, 'setUp', signedIn, { body }, options),
    startDemo: (body: Body<typeof demoRequest>, options?: CallOptions) =>
      send(wire, 'startDemo', signedIn, { body }, options),
    register: (body: Body<typeof registrationRequest>, options?: CallOptions) =>
      send(wire, 'register', registrationAnswer, { body }, options),
    confirmRegistration: (body: Token, options?: CallOptions) =>
      send(wire, 'confirmRegistration', nothing, { body }, options),
    acceptInvitation: (body: Body<typeof invitationAcceptance>, options?: CallOptions) =>
      send(wire, 'acceptInvitation', signedIn, { body }, options),
    signIn: (body: Body<typeof signInRequest>, options?: CallOptions) =>
      send(wire, 'signIn', signInAnswer, { body }, options),
    completeSecondFactor: (body: Body<typeof secondFactorRequest>, options?: CallOptions) =>
      send(wire, 'completeSecondFactor', signedIn, { body }, options),
    createPasskeyChallenge: (body: Body<typeof passkeyChallengeRequest>, options?: CallOptions) =>
      send(wire, 'createPasskeyChallenge', passkeyChallenge, { body }, options),
    signInWithPasskey: (body: Body<typeof passkeySignInRequest>, options?: CallOptions) =>
      send(wire, 'signInWithPasskey', signedIn, { body }, options),
    /** A session renews itself: this is for those who keep their tokens by hand. */
    refreshSession: (body: Body<typeof refreshRequest>, options?: CallOptions) =>
      send(wire, 'refreshSession', signedIn, { body }, options),
    signOut: (_: void, options?: CallOptions) => send(wire, 'signOut', nothing, {}, options),
    signOutEverywhere: (body: Body<typeof signOutEverywhereRequest> | void, options?: CallOptions) =>
      send(wire, 'signOutEverywhere', nothing, body === undefined ? {} : { body }, options),
    requestPasswordReset: (body: Body<typeof passwordResetRequest>, options?: CallOptions) =>
      send(wire, 'requestPasswordReset', passwordResetAnswer, { body }, options),
    completePasswordReset: (body: Body<typeof passwordResetCompletion>, options?: CallOptions) =>
      send(wire, 'completePasswordReset', nothing, { body }, options),
    confirmEmailChange: (body: Token, options?: CallOptions) =>
      send(wire, 'confirmEmailChange', nothing, { body }, options),
    stepUp: (body: Body<typeof stepUpRequest>, options?: CallOptions) =>
      send(wire, 'stepUp', stepUpAnswer, { body }, options),
    createStreamTicket: (_: void, options?: CallOptions) => send(wire, 'createStreamTicket', streamTicket, {}, options),
  };
}
