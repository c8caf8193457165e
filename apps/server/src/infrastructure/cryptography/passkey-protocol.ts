/** Passkeys by WebAuthn level 3, as @simplewebauthn/server checks them. */
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { PasskeyProtocol, PasskeyResponse, StoredPasskey } from '../../domain/identity/factors/ports.ts';
import { userHandleBytes } from '../../domain/identity/factors/user-handle.ts';

/** EdDSA, ES256, RS256 (COSE), the first preferred. */
const algorithms = [-8, -7, -257];
const timeoutMs = 5 * 60_000;
const relyingPartyName = 'RiskOptimizer';

export const passkeyProtocol: PasskeyProtocol = {
  async registrationOptions(party, user, present, challenge) {
    const options = await generateRegistrationOptions({
      rpName: relyingPartyName,
      rpID: party.id,
      userID: userHandleBytes(user.id),
      userName: user.name,
      userDisplayName: user.displayName,
      challenge: bytesOf(challenge),
      timeout: timeoutMs,
      // Which make of authenticator it is does not matter here, and nobody has to tell.
      attestationType: 'none',
      excludeCredentials: present.map(credentialOf),
      // A passkey that keeps no name could neither sign in alone nor confirm: every passkey here does all there is to do.
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      supportedAlgorithmIDs: algorithms,
    });
    return { ...options };
  },

  async verifyRegistration(response, party, challenge) {
    const verified = await unlessUnreadable(() =>
      verifyRegistrationResponse({
        response: response as unknown as RegistrationResponseJSON,
        expectedChallenge: challenge,
        expectedOrigin: party.origin,
        expectedRPID: party.id,
        requireUserVerification: true,
        supportedAlgorithmIDs: algorithms,
      }),
    );
    if (verified?.registrationInfo === undefined) return null;
    const { credential, credentialBackedUp } = verified.registrationInfo;
    return {
      credentialId: credential.id,
      publicKey: credential.publicKey,
      signatureCounter: credential.counter,
      transports: transportsOf(response),
      backedUp: credentialBackedUp,
    };
  },

  async signInOptions(party, allowed, challenge) {
    const options = await generateAuthenticationOptions({
      rpID: party.id,
      allowCredentials: allowed.map(credentialOf),
      challenge: bytesOf(challenge),
      timeout: timeoutMs,
      userVerification: 'required',
    });
    return { ...options };
  },

  async verifyUse(response, party, challenge, passkey) {
    const verified = await unlessUnreadable(() =>
      verifyAuthenticationResponse({
        response: response as unknown as AuthenticationResponseJSON,
        expectedChallenge: challenge,
        expectedOrigin: party.origin,
        expectedRPID: party.id,
        requireUserVerification: true,
        // The counter is compared where it is stored, in one statement, once the signature is known to be good.
        credential: { id: passkey.credentialId, publicKey: Uint8Array.from(passkey.publicKey), counter: 0 },
      }),
    );
    if (verified?.verified !== true) return null;
    const { newCounter, credentialBackedUp } = verified.authenticationInfo;
    return { counter: newCounter, backedUp: credentialBackedUp };
  },
};

/** The library throws for whatever is wrong in an answer, and for what cannot be read at all. None of it is our defect. */
async function unlessUnreadable<Result>(verify: () => Promise<Result>): Promise<Result | null> {
  try {
    return await verify();
  } catch {
    return null;
  }
}

function credentialOf({ credentialId, transports }: StoredPasskey) {
  return { id: credentialId, transports: [...transports] };
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(base64url, 'base64url'));
}

const knownTransports: ReadonlySet<unknown> = new Set([
  'ble',
  'cable',
  'hybrid',
  'internal',
  'nfc',
  'smart-card',
  'usb',
]);

/** Not signed, so only words that mean something are kept. */
function transportsOf(response: PasskeyResponse): string[] {
  const { transports } = (response['response'] ?? {}) as { transports?: unknown };
  if (!Array.isArray(transports)) return [];
  return [...new Set<unknown>(transports)].filter((name): name is string => knownTransports.has(name));
}
