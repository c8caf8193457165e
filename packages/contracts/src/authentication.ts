/** Signing in and out: every request and answer of /auth. Field names are the same for web, mobile and scripts. */
import { z } from 'zod';
import { role } from './authorization.ts';
import { identifier, isoInstant, plainText, plainTextExpected } from './primitives.ts';

/** Compared without regard to case after NFKC; kept as typed. */
export const emailAddress = z
  .string()
  .trim()
  .max(254, 'expected at most 254 characters')
  .pipe(z.email('expected an e-mail address, such as name@example.com'))
  .describe('E-mail address');

/** Verified exactly as typed: never trimmed. What else is asked of it depends on the account and is answered as `password-refused`. */
export const password = z
  .string()
  .min(1, 'expected a password')
  .max(256, 'expected at most 256 characters')
  .describe('Password, exactly as typed');

export const displayName = z
  .string()
  .trim()
  .min(1, 'expected a name')
  .max(80, 'expected at most 80 characters')
  .regex(plainText, plainTextExpected)
  .describe('Name that others see');

/** A token that was sent or shown once: 256 random bits in base64url. */
export const oneTimeToken = z
  .string()
  .regex(/^[\w-]{43}$/, 'expected the token of the link, 43 characters')
  .describe('One-time token from a link');

/** `web` keeps the refresh token in a cookie that scripts cannot read; `app` gets it in the body. */
export const clientKind = z.enum(['web', 'app']).describe('web: refresh token in an HttpOnly cookie; app: in the body');
export type ClientKind = z.infer<typeof clientKind>;

export const registrationPolicy = z.enum(['closed', 'invitation', 'open']);
export type RegistrationPolicy = z.infer<typeof registrationPolicy>;

export const authenticationStatus = z.strictObject({
  setUpRequired: z.boolean().describe('No account exists yet; the first is made with the link in the terminal'),
  demo: z.boolean().describe('The demo may be entered without an account'),
  registration: registrationPolicy,
  relyingPartyId: z
    .string()
    .nullable()
    .describe('Domain that passkeys are bound to; null where there can be none, as under an IP address'),
});
export type AuthenticationStatus = z.infer<typeof authenticationStatus>;

export const setUpRequest = z.strictObject({
  token: oneTimeToken,
  email: emailAddress,
  displayName,
  password,
  client: clientKind.default('web'),
});
export const demoRequest = z.strictObject({ client: clientKind.default('web') });
export const registrationRequest = z.strictObject({ email: emailAddress, displayName, password });
/** The same whether or not the address has an account: what to do next comes by mail. */
export const registrationAnswer = z.strictObject({ status: z.literal('confirmation-sent') });
export const tokenRequest = z.strictObject({ token: oneTimeToken });
export const invitationAcceptance = z.strictObject({
  token: oneTimeToken,
  displayName,
  password,
  client: clientKind.default('web'),
});

export const signInRequest = z.strictObject({
  email: emailAddress,
  password,
  client: clientKind.default('web'),
});

/** `full` may do what the role allows; `enrolment` may only set up the second factor that the role needs. */
export const assurance = z.enum(['full', 'enrolment']);
export type Assurance = z.infer<typeof assurance>;

/** Signed in. The access token goes into `Authorization: Bearer`; a web client also sends `csrfToken` as `X-CSRF-Token` with every change. */
export const signedIn = z.strictObject({
  status: z.literal('signed-in'),
  accessToken: z.string(),
  accessTokenExpiresAt: isoInstant,
  refreshToken: z.string().nullable().describe('null for a web client, whose token is in a cookie'),
  csrfToken: z.string().nullable().describe('null for an app, which has no cookie'),
  sessionId: identifier,
  sessionExpiresAt: isoInstant.describe('When signing in again will be needed, however active the session is'),
  assurance,
  user: z.strictObject({ id: identifier, displayName: z.string(), role, isDemo: z.boolean() }),
});
export type SignedIn = z.infer<typeof signedIn>;

export const secondFactorMethod = z.enum(['totp', 'passkey', 'recovery-code']);
export type SecondFactorMethod = z.infer<typeof secondFactorMethod>;

export const secondFactorNeeded = z.strictObject({
  status: z.literal('second-factor'),
  challengeToken: oneTimeToken,
  methods: z.array(secondFactorMethod).min(1),
  expiresAt: isoInstant,
});
export const signInAnswer = z.discriminatedUnion('status', [signedIn, secondFactorNeeded]);
export type SignInAnswer = z.infer<typeof signInAnswer>;

export const totpCode = z
  .string()
  .regex(/^\d{6}$/, 'expected the six digits that the authenticator shows')
  .describe('Six digits of the authenticator');
export const recoveryCode = z
  .string()
  .trim()
  .regex(/^[0-9A-Za-z]{5}(-[0-9A-Za-z]{5}){3}$/, 'expected a recovery code, such as abcde-fghij-klmno-pqrst')
  .describe('Recovery code; each works once');

export const secondFactorRequest = z.discriminatedUnion('method', [
  z.strictObject({
    method: z.literal('totp'),
    challengeToken: oneTimeToken,
    code: totpCode,
    client: clientKind.default('web'),
  }),
  z.strictObject({
    method: z.literal('recovery-code'),
    challengeToken: oneTimeToken,
    code: recoveryCode,
    client: clientKind.default('web'),
  }),
]);

/** What a browser hands over from an authenticator (WebAuthn level 3, JSON form); checked in full by the server. */
export const passkeyResponse = z
  .record(z.string(), z.unknown())
  .describe('The credential as navigator.credentials gives it, as JSON');
export const passkeyChallengeRequest = z.strictObject({
  challengeToken: oneTimeToken
    .nullable()
    .default(null)
    .describe('When the passkey is the second factor of a sign-in under way'),
});
export const passkeyChallenge = z.strictObject({
  challengeId: oneTimeToken,
  options: z.record(z.string(), z.unknown()).describe('Options for navigator.credentials, as JSON'),
  expiresAt: isoInstant,
});
export type PasskeyChallenge = z.infer<typeof passkeyChallenge>;
export const passkeySignInRequest = z.strictObject({
  challengeId: oneTimeToken,
  response: passkeyResponse,
  client: clientKind.default('web'),
});

/** Without a body, or with null, the sessions alone are meant. */
export const signOutEverywhereRequest = z.strictObject({
  alsoRevokeApiKeys: z.boolean().default(false).describe('Take the API keys back too'),
});
export const refreshRequest = z.strictObject({
  refreshToken: z
    .string()
    .max(2048)
    .nullable()
    .default(null)
    .describe('Of an app; a web client sends its cookie instead'),
});

export const passwordResetRequest = z.strictObject({ email: emailAddress });
export const passwordResetAnswer = z.strictObject({ status: z.literal('reset-sent') });
export const passwordResetCompletion = z.strictObject({ token: oneTimeToken, password });

export const stepUpRequest = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('password'), password }),
  z.strictObject({ method: z.literal('totp'), code: totpCode }),
  z.strictObject({ method: z.literal('recovery-code'), code: recoveryCode }),
  z.strictObject({ method: z.literal('passkey'), challengeId: oneTimeToken, response: passkeyResponse }),
]);
export const stepUpAnswer = z.strictObject({ confirmedUntil: isoInstant });
