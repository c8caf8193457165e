/** Users, invitations and settings, and the audit trail: what administrators and compliance officers ask for. */
import {
  auditEntry,
  auditEntryList,
  type auditExportRequest,
  auditHead,
  type auditQuery,
  createdInvitation,
  encryption,
  type invitationInput,
  invitationList,
  settings,
  type userChange,
  userList,
  userSummary,
} from '@riskoptimizer/contracts';
import { z } from 'zod';
import { type CallOptions, send, sendForFile } from '../send.ts';
import type { Wire } from '../wire.ts';

const nothing = z.null();

export interface UserReference {
  readonly userId: string;
}
export interface InvitationReference {
  readonly invitationId: string;
}
export interface AuditEntryReference {
  readonly sequence: number;
}

export function administrationCalls(wire: Wire) {
  return {
    listUsers: (_: void, options?: CallOptions) => send(wire, 'listUsers', userList, {}, options),
    updateUser: ({ userId, ...body }: UserReference & z.input<typeof userChange>, options?: CallOptions) =>
      send(wire, 'updateUser', userSummary, { path: { userId }, body }, options),
    endUserSessions: ({ userId }: UserReference, options?: CallOptions) =>
      send(wire, 'endUserSessions', nothing, { path: { userId } }, options),
    unlockUser: ({ userId }: UserReference, options?: CallOptions) =>
      send(wire, 'unlockUser', userSummary, { path: { userId } }, options),
    resetUserFactors: ({ userId }: UserReference, options?: CallOptions) =>
      send(wire, 'resetUserFactors', userSummary, { path: { userId } }, options),
    listInvitations: (_: void, options?: CallOptions) => send(wire, 'listInvitations', invitationList, {}, options),
    createInvitation: (body: z.input<typeof invitationInput>, options?: CallOptions) =>
      send(wire, 'createInvitation', createdInvitation, { body }, options),
    revokeInvitation: ({ invitationId }: InvitationReference, options?: CallOptions) =>
      send(wire, 'revokeInvitation', nothing, { path: { invitationId } }, options),
    getSettings: (_: void, options?: CallOptions) => send(wire, 'getSettings', settings, {}, options),
    updateSettings: (body: z.input<typeof settings>, options?: CallOptions) =>
      send(wire, 'updateSettings', settings, { body }, options),
    getEncryption: (_: void, options?: CallOptions) => send(wire, 'getEncryption', encryption, {}, options),
    rotateFieldKey: (_: void, options?: CallOptions) => send(wire, 'rotateFieldKey', encryption, {}, options),
  };
}

export function auditCalls(wire: Wire) {
  return {
    listAuditEntries: (query: Partial<z.output<typeof auditQuery>>, options?: CallOptions) =>
      send(wire, 'listAuditEntries', auditEntryList, { query }, options),
    getAuditEntry: ({ sequence }: AuditEntryReference, options?: CallOptions) =>
      send(wire, 'getAuditEntry', auditEntry, { path: { sequence: String(sequence) } }, options),
    getAuditHead: (_: void, options?: CallOptions) => send(wire, 'getAuditHead', auditHead, {}, options),
    /** The file as it is verified: one JSON document a line, with the proof. Not parsed here, so that not one byte changes. */
    exportAudit: (body: z.input<typeof auditExportRequest>, options?: CallOptions) =>
      sendForFile(wire, 'exportAudit', { body }, options),
  };
}
