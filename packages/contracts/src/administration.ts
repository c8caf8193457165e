/** Users, invitations and settings, as an administrator sees them. */
import { z } from 'zod';
import { emailAddress, registrationPolicy, secondFactorMethod } from './authentication.ts';
import { role } from './authorization.ts';
import { identifier, isoInstant } from './primitives.ts';

export const userStatus = z.enum(['active', 'disabled', 'pending']);
export const userSummary = z.strictObject({
  id: identifier,
  email: z.string().nullable(),
  displayName: z.string(),
  role,
  status: userStatus,
  isDemo: z.boolean(),
  factors: z.array(secondFactorMethod),
  sessionCount: z.int(),
  apiKeyCount: z.int(),
  shareCount: z.int().describe('Portfolios of others that are shared with this user'),
  lockedUntil: isoInstant.nullable().describe('Sign-in attempts are delayed until then'),
  delayedAt: isoInstant.nullable().describe('When attempts were last delayed after wrong ones, in the last seven days'),
  tokenReplayedAt: isoInstant
    .nullable()
    .describe('When a copy of a sign-in token was last used, in the last seven days; its session ended'),
  lastSignedInAt: isoInstant.nullable(),
  createdAt: isoInstant,
});
export type UserSummary = z.infer<typeof userSummary>;
export const userList = z.strictObject({ items: z.array(userSummary) });
export const userChange = z.strictObject({
  role: role.optional(),
  status: z.enum(['active', 'disabled']).optional(),
});

export const invitation = z.strictObject({
  id: identifier,
  email: z.string(),
  role,
  createdAt: isoInstant,
  expiresAt: isoInstant,
  acceptedAt: isoInstant.nullable(),
});
export type Invitation = z.infer<typeof invitation>;
export const invitationList = z.strictObject({ items: z.array(invitation) });
export const invitationInput = z.strictObject({ email: emailAddress, role });
/** `link` is shown this once, for the case that no mail can be sent. */
export const createdInvitation = z.strictObject({ invitation, link: z.string() });

export const settings = z.strictObject({
  registration: registrationPolicy,
  secondFactorRoles: z.array(role).max(5).describe('Roles that must have a second factor; admin always must'),
  sessionIdleMinutes: z.int().min(5).max(10_080),
  sessionHours: z.int().min(1).max(720).describe('However active the session is'),
});
export type Settings = z.infer<typeof settings>;

export const encryption = z.strictObject({
  currentKeyId: z.string(),
  keyCount: z.int(),
  sealedCount: z.int().describe('Sealed fields'),
  pendingCount: z.int().describe('Sealed fields that wait to be sealed with the current key'),
});
export type Encryption = z.infer<typeof encryption>;
