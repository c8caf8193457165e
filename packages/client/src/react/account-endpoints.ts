import { type Answer, type Arguments, type Build, call } from './endpoint-builder.ts';

/** Signing in makes nothing stale: whoever signs in as somebody else begins with an empty cache. */
export function authenticationEndpoints(build: Build) {
  return {
    getAuthenticationStatus: build.query<Answer<'getAuthenticationStatus'>, void>(call('getAuthenticationStatus')),
    setUp: build.mutation<Answer<'setUp'>, Arguments<'setUp'>>(call('setUp')),
    startDemo: build.mutation<Answer<'startDemo'>, Arguments<'startDemo'>>(call('startDemo')),
    register: build.mutation<Answer<'register'>, Arguments<'register'>>(call('register')),
    confirmRegistration: build.mutation<null, Arguments<'confirmRegistration'>>(call('confirmRegistration')),
    acceptInvitation: build.mutation<Answer<'acceptInvitation'>, Arguments<'acceptInvitation'>>(
      call('acceptInvitation'),
    ),
    signIn: build.mutation<Answer<'signIn'>, Arguments<'signIn'>>(call('signIn')),
    completeSecondFactor: build.mutation<Answer<'completeSecondFactor'>, Arguments<'completeSecondFactor'>>(
      call('completeSecondFactor'),
    ),
    createPasskeyChallenge: build.mutation<Answer<'createPasskeyChallenge'>, Arguments<'createPasskeyChallenge'>>(
      call('createPasskeyChallenge'),
    ),
    signInWithPasskey: build.mutation<Answer<'signInWithPasskey'>, Arguments<'signInWithPasskey'>>(
      call('signInWithPasskey'),
    ),
    refreshSession: build.mutation<Answer<'refreshSession'>, Arguments<'refreshSession'>>(call('refreshSession')),
    signOut: build.mutation<null, void>(call('signOut')),
    signOutEverywhere: build.mutation<null, Arguments<'signOutEverywhere'>>(call('signOutEverywhere')),
    requestPasswordReset: build.mutation<Answer<'requestPasswordReset'>, Arguments<'requestPasswordReset'>>(
      call('requestPasswordReset'),
    ),
    completePasswordReset: build.mutation<null, Arguments<'completePasswordReset'>>(call('completePasswordReset')),
    confirmEmailChange: build.mutation<null, Arguments<'confirmEmailChange'>>({
      ...call('confirmEmailChange'),
      invalidatesTags: ['Account'],
    }),
    stepUp: build.mutation<Answer<'stepUp'>, Arguments<'stepUp'>>({ ...call('stepUp'), invalidatesTags: ['Account'] }),
    createStreamTicket: build.mutation<Answer<'createStreamTicket'>, void>(call('createStreamTicket')),
  };
}

export function accountEndpoints(build: Build) {
  return {
    getAccount: build.query<Answer<'getAccount'>, void>({ ...call('getAccount'), providesTags: ['Account'] }),
    updateAccount: build.mutation<Answer<'updateAccount'>, Arguments<'updateAccount'>>({
      ...call('updateAccount'),
      invalidatesTags: ['Account'],
    }),
    changePassword: build.mutation<Answer<'changePassword'>, Arguments<'changePassword'>>({
      ...call('changePassword'),
      invalidatesTags: ['Account', 'Session'],
    }),
    requestEmailChange: build.mutation<Answer<'requestEmailChange'>, Arguments<'requestEmailChange'>>({
      ...call('requestEmailChange'),
      invalidatesTags: ['Account'],
    }),
    listSessions: build.query<Answer<'listSessions'>, void>({ ...call('listSessions'), providesTags: ['Session'] }),
    endSession: build.mutation<null, Arguments<'endSession'>>({
      ...call('endSession'),
      invalidatesTags: ['Session'],
    }),
    listActivity: build.query<Answer<'listActivity'>, Arguments<'listActivity'>>({
      ...call('listActivity'),
      providesTags: ['Account', 'Session', 'Factor', 'ApiKey'],
    }),
    ...factorEndpoints(build),
    ...apiKeyEndpoints(build),
  };
}

function factorEndpoints(build: Build) {
  return {
    getFactors: build.query<Answer<'getFactors'>, void>({ ...call('getFactors'), providesTags: ['Factor'] }),
    beginTotp: build.mutation<Answer<'beginTotp'>, void>(call('beginTotp')),
    confirmTotp: build.mutation<Answer<'confirmTotp'>, Arguments<'confirmTotp'>>({
      ...call('confirmTotp'),
      invalidatesTags: ['Factor', 'Account'],
    }),
    removeTotp: build.mutation<null, void>({ ...call('removeTotp'), invalidatesTags: ['Factor', 'Account'] }),
    beginPasskey: build.mutation<Answer<'beginPasskey'>, void>(call('beginPasskey')),
    addPasskey: build.mutation<Answer<'addPasskey'>, Arguments<'addPasskey'>>({
      ...call('addPasskey'),
      invalidatesTags: ['Factor', 'Account'],
    }),
    removePasskey: build.mutation<null, Arguments<'removePasskey'>>({
      ...call('removePasskey'),
      invalidatesTags: ['Factor', 'Account'],
    }),
    createRecoveryCodes: build.mutation<Answer<'createRecoveryCodes'>, void>({
      ...call('createRecoveryCodes'),
      invalidatesTags: ['Factor'],
    }),
  };
}

function apiKeyEndpoints(build: Build) {
  return {
    listApiKeys: build.query<Answer<'listApiKeys'>, void>({ ...call('listApiKeys'), providesTags: ['ApiKey'] }),
    createApiKey: build.mutation<Answer<'createApiKey'>, Arguments<'createApiKey'>>({
      ...call('createApiKey'),
      invalidatesTags: ['ApiKey'],
    }),
    revokeApiKey: build.mutation<null, Arguments<'revokeApiKey'>>({
      ...call('revokeApiKey'),
      invalidatesTags: ['ApiKey'],
    }),
  };
}
