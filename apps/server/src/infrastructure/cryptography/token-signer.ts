/**
 * Access tokens: JWT (RFC 7519, 9068, 8725) signed with Ed25519, made and checked by jose.
 *
 * What jose leaves open is closed before it is asked: the header may hold three known members only, so no key, address or
 * extension of a stranger is ever looked at; no part may be written in two ways.
 */
import { identifier } from '@riskoptimizer/contracts';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { type Clock, systemClock } from '../../core/clock.ts';
import { TokenRefused, type TokenSigner, type VerifiedAccessToken } from '../../domain/cryptography/ports.ts';
import { parseStrictJson } from '../../domain/requests/strict-json.ts';
import type { SigningKeys } from './signing-keys.ts';

export const accessTokenSeconds = 600;
/** Our own servers sign and verify: their clocks differ by little. */
const clockToleranceSeconds = 5;
/** A token of ours has about 500 characters. Longer ones are not even taken apart. */
const charactersMax = 4096;
const algorithm = 'EdDSA';
const tokenType = 'at+jwt';

export interface TokenSignerOptions {
  readonly keys: SigningKeys;
  readonly issuer: string;
  readonly audience: string;
  readonly clock?: Clock;
}

const header = z.strictObject({
  alg: z.literal(algorithm),
  typ: z.literal(tokenType),
  kid: z.string().regex(/^[\w-]{1,64}$/),
});

const payload = z
  .strictObject({
    // jose compares the two; here they are only kept from being lists.
    iss: z.string(),
    aud: z.string(),
    sub: identifier,
    sid: identifier,
    jti: identifier,
    iat: z.int().nonnegative(),
    nbf: z.int().nonnegative(),
    exp: z.int().nonnegative(),
  })
  .refine(({ iat, nbf, exp }) => nbf === iat && exp === iat + accessTokenSeconds, {
    error: 'times do not fit together',
  });

export function createTokenSigner(options: TokenSignerOptions): TokenSigner {
  const { keys, issuer, audience, clock = systemClock } = options;
  return {
    sign: async ({ userId, sessionId, tokenId }) => {
      const { kid, privateKey } = await keys.current();
      const seconds = Math.floor(clock.now().getTime() / 1000);
      return new SignJWT({ sid: sessionId })
        .setProtectedHeader({ alg: algorithm, typ: tokenType, kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(userId)
        .setJti(tokenId)
        .setIssuedAt(seconds)
        .setNotBefore(seconds)
        .setExpirationTime(seconds + accessTokenSeconds)
        .sign(privateKey);
    },
    verify: async (token) => {
      const parts = takeApart(token);
      const key = await keys.find(parts.kid);
      if (key === null) throw new TokenRefused('the key is not known');
      await refusing('signature or claims', () =>
        jwtVerify(token, key, {
          algorithms: [algorithm],
          typ: tokenType,
          issuer,
          audience,
          currentDate: clock.now(),
          clockTolerance: clockToleranceSeconds,
          // Also refuses a token from the future.
          maxTokenAge: accessTokenSeconds,
          requiredClaims: ['iss', 'aud', 'sub', 'sid', 'jti', 'iat', 'nbf', 'exp'],
        }),
      );
      return parts.claims;
    },
  };
}

/** Everything that can be said of a token without a key. Its claims are not to be believed before the signature is checked. */
function takeApart(token: string): { kid: string; claims: VerifiedAccessToken } {
  if (token.length > charactersMax) throw new TokenRefused(`longer than ${charactersMax} characters`);
  const parts = token.split('.');
  const [headerPart = '', payloadPart = '', signaturePart = ''] = parts;
  if (parts.length !== 3) throw new TokenRefused('not three parts');
  const { kid } = readPart('header', headerPart, header);
  const { sub, sid, jti, iat, exp } = readPart('payload', payloadPart, payload);
  decode('signature', signaturePart);
  return {
    kid,
    claims: {
      userId: sub,
      sessionId: sid,
      tokenId: jti,
      issuedAt: new Date(iat * 1000),
      expiresAt: new Date(exp * 1000),
    },
  };
}

function readPart<Schema extends z.ZodType>(name: string, part: string, schema: Schema): z.output<Schema> {
  const text = decode(name, part).toString();
  let value: unknown;
  try {
    value = parseStrictJson(text);
  } catch (error) {
    throw new TokenRefused(`${name} is not strict JSON`, { cause: error });
  }
  const parsed = schema.safeParse(value);
  // Only places go into the reason: values are the sender's words and could be anything.
  const places = parsed.error?.issues.map((issue) => `${issue.path.join('.')} ${issue.code}`.trim()).join(', ');
  if (!parsed.success) throw new TokenRefused(`${name}: ${places}`);
  return parsed.data;
}

/** Base64url that gives the same text again: unpadded, of the alphabet, without stray bits at its end. */
function decode(name: string, part: string): Buffer {
  const bytes = Buffer.from(part, 'base64url');
  if (part === '' || bytes.toString('base64url') !== part) throw new TokenRefused(`${name} is not canonical base64url`);
  return bytes;
}

async function refusing<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new TokenRefused(`${what}: ${code}`, { cause: error });
  }
}
