import { type Answer, type Arguments, type Build, call } from './endpoint-builder.ts';

/** What administrators and compliance officers see. */
export function administrationEndpoints(build: Build) {
  return {
    listUsers: build.query<Answer<'listUsers'>, void>({ ...call('listUsers'), providesTags: ['User'] }),
    updateUser: build.mutation<Answer<'updateUser'>, Arguments<'updateUser'>>({
      ...call('updateUser'),
      invalidatesTags: ['User', 'Audit'],
    }),
    endUserSessions: build.mutation<null, Arguments<'endUserSessions'>>({
      ...call('endUserSessions'),
      invalidatesTags: ['User', 'Audit'],
    }),
    unlockUser: build.mutation<Answer<'unlockUser'>, Arguments<'unlockUser'>>({
      ...call('unlockUser'),
      invalidatesTags: ['User', 'Audit'],
    }),
    resetUserFactors: build.mutation<Answer<'resetUserFactors'>, Arguments<'resetUserFactors'>>({
      ...call('resetUserFactors'),
      invalidatesTags: ['User', 'Audit'],
    }),
    listInvitations: build.query<Answer<'listInvitations'>, void>({
      ...call('listInvitations'),
      providesTags: ['Invitation'],
    }),
    createInvitation: build.mutation<Answer<'createInvitation'>, Arguments<'createInvitation'>>({
      ...call('createInvitation'),
      invalidatesTags: ['Invitation', 'Audit'],
    }),
    revokeInvitation: build.mutation<null, Arguments<'revokeInvitation'>>({
      ...call('revokeInvitation'),
      invalidatesTags: ['Invitation', 'Audit'],
    }),
    getSettings: build.query<Answer<'getSettings'>, void>({ ...call('getSettings'), providesTags: ['Settings'] }),
    updateSettings: build.mutation<Answer<'updateSettings'>, Arguments<'updateSettings'>>({
      ...call('updateSettings'),
      invalidatesTags: ['Settings', 'Audit'],
    }),
    getEncryption: build.query<Answer<'getEncryption'>, void>({
      ...call('getEncryption'),
      providesTags: ['Encryption'],
    }),
    rotateFieldKey: build.mutation<Answer<'rotateFieldKey'>, void>({
      ...call('rotateFieldKey'),
      invalidatesTags: ['Encryption', 'Audit'],
    }),

    listAuditEntries: build.query<Answer<'listAuditEntries'>, Arguments<'listAuditEntries'>>({
      ...call('listAuditEntries'),
      providesTags: ['Audit'],
    }),
    // An entry never changes.
    getAuditEntry: build.query<Answer<'getAuditEntry'>, Arguments<'getAuditEntry'>>(call('getAuditEntry')),
    getAuditHead: build.query<Answer<'getAuditHead'>, void>({ ...call('getAuditHead'), providesTags: ['Audit'] }),
  };
}
