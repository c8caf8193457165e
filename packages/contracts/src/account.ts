/** One's own account: profile, password, sessions, second factors, API keys, activity. */
import { z } from 'zod';
import { auditEntrySummary } from './audit.ts';
import {
  assurance,
  displayName,
  emailAddress,
  oneTimeToken,
  passkeyResponse,
  password,
  secondFactorMethod,
  totpCode,
} from './authentication.ts';
import { apiKeyScope, permission, role } from './authorization.ts';
import { identifier, isoInstant, plainText, plainTextExpected } from './primitives.ts';

/** Upper and lower case of a hexadecimal address carry its checksum (EIP-55); the server checks it. */
export const walletAddress = z
  .string()
  .trim()
  .regex(
    /^(0x[0-9a-fA-F]{40}|(bc1|tb1)[02-9ac-hj-np-z]{11,87}|[13][1-9A-HJ-NP-Za-km-z]{25,34})$/,
    'expected an Ethereum address (0x and 40 hexadecimal digits) or a Bitcoin address',
  )
  .describe('Wallet address: Ethereum or Bitcoin, its checksum is checked');

export const account = z.strictObject({
  id: identifier,
  email: z.string().nullable().describe('null for the demo user'),
  pendingEmail: z.string().nullable().describe('An address that waits for its confirmation'),
  displayName: z.string(),
  role,
  permissions: z.array(permission),
  isDemo: z.boolean(),
  hasDemo: z.boolean().describe('The demo portfolio was loaded once'),
  walletAddress: z.string().nullable(),
  assurance,
  secondFactorRequired: z.boolean().describe('The role must have a second factor'),
  factors: z.array(secondFactorMethod),
  passwordChangedAt: isoInstant.nullable(),
  confirmedUntil: isoInstant.nullable().describe('Until then sensitive changes need no new confirmation'),
  createdAt: isoInstant,
});
export type Account = z.infer<typeof account>;

export const accountChange = z.strictObject({
  displayName: displayName.optional(),
  walletAddress: walletAddress.nullable().optional().describe('null removes it'),
});
export type AccountChange = z.infer<typeof accountChange>;

export const passwordChange = z.strictObject({
  currentPassword: password,
  newPassword: password,
  endOtherSessions: z.boolean().default(true),
  alsoRevokeApiKeys: z
    .boolean()
    .default(true)
    .describe('Scripts that sign in with the keys of the account need new ones'),
});
export const emailChangeRequest = z.strictObject({ email: emailAddress });
export const emailChangeAnswer = z.strictObject({ status: z.literal('confirmation-sent') });

export const session = z.strictObject({
  id: identifier,
  current: z.boolean(),
  device: z.string().describe('Browser and system, as far as the client told'),
  client: z.enum(['web', 'app']),
  address: z.string().nullable().describe('Address of the last use'),
  createdAt: isoInstant,
  lastUsedAt: isoInstant,
  expiresAt: isoInstant,
});
export type Session = z.infer<typeof session>;
export const sessionList = z.strictObject({ items: z.array(session) });

export const passkey = z.strictObject({
  id: identifier,
  name: z.string(),
  createdAt: isoInstant,
  lastUsedAt: isoInstant.nullable(),
  backedUp: z.boolean().describe('Kept by a password manager or a cloud account as well'),
});
export type Passkey = z.infer<typeof passkey>;
export const factors = z.strictObject({
  totp: z.strictObject({ enabledAt: isoInstant }).nullable(),
  passkeys: z.array(passkey),
  recoveryCodesLeft: z.int(),
});
export type Factors = z.infer<typeof factors>;

export const totpEnrolment = z.strictObject({
  secret: z.string().describe('Base32, for typing in'),
  uri: z.string().describe('otpauth:// address, for a QR code'),
});
export const totpConfirmation = z.strictObject({ code: totpCode });
/** Shown once. With the first factor come recovery codes; later ones have to be asked for. */
export const recoveryCodes = z.strictObject({ recoveryCodes: z.array(z.string()) });
export const passkeyRegistration = z.strictObject({
  challengeId: oneTimeToken,
  name: z
    .string()
    .trim()
    .min(1, 'expected a name')
    .max(60, 'expected at most 60 characters')
    .regex(plainText, plainTextExpected),
  response: passkeyResponse,
});

export const apiKey = z.strictObject({
  id: identifier,
  name: z.string(),
  prefix: z.string().describe('The first characters of the key, to know it by'),
  scopes: z.array(apiKeyScope),
  createdAt: isoInstant,
  expiresAt: isoInstant,
  lastUsedAt: isoInstant.nullable(),
  revokedAt: isoInstant.nullable(),
});
export type ApiKey = z.infer<typeof apiKey>;
export const apiKeyList = z.strictObject({ items: z.array(apiKey) });
export const apiKeyInput = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, 'expected a name')
    .max(60, 'expected at most 60 characters')
    .regex(plainText, plainTextExpected),
  scopes: z.array(apiKeyScope).min(1, 'expected at least one scope').max(20),
  expiresInDays: z.int().min(1).max(366).default(90),
});
export type ApiKeyInput = z.infer<typeof apiKeyInput>;
/** `key` is shown this once. */
export const createdApiKey = z.strictObject({ apiKey, key: z.string() });

export const activityQuery = z.strictObject({
  before: z.coerce.number().int().positive().optional().describe('Entries before this sequence number'),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export const activity = z.strictObject({ items: z.array(auditEntrySummary), next: z.int().nullable() });
