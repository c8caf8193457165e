/** Passkeys of this device, as the API speaks of them. The library is loaded when one is used. */
import type { PasskeyChallenge } from '@riskoptimizer/contracts';

export interface PasskeyProof {
  readonly challengeId: string;
  readonly response: Record<string, unknown>;
}

type Loaded = typeof import('@simplewebauthn/browser');
const load = (): Promise<Loaded> => import('@simplewebauthn/browser');

/** Whether this browser has passkeys, and the address is one they can be bound to. */
export function hasPasskeys(relyingPartyId: string | null): boolean {
  return relyingPartyId !== null && typeof window.PublicKeyCredential === 'function';
}

/** Asks the device for one of its passkeys. */
export async function askForPasskey({ challengeId, options }: PasskeyChallenge): Promise<PasskeyProof> {
  const { startAuthentication } = await load();
  const optionsJSON = options as unknown as Parameters<typeof startAuthentication>[0]['optionsJSON'];
  return { challengeId, response: asRecord(await startAuthentication({ optionsJSON })) };
}

/** Has the device make a new passkey. */
export async function makePasskey({ challengeId, options }: PasskeyChallenge): Promise<PasskeyProof> {
  const { startRegistration } = await load();
  const optionsJSON = options as unknown as Parameters<typeof startRegistration>[0]['optionsJSON'];
  return { challengeId, response: asRecord(await startRegistration({ optionsJSON })) };
}

/** Whether the browser offers passkeys in the list under a field, as it does passwords. */
export async function offersPasskeysInFields(): Promise<boolean> {
  return (await load()).browserSupportsWebAuthnAutofill();
}

/** Waits for a passkey to be chosen under a field; null when that is called off. */
export async function passkeyFromField({ challengeId, options }: PasskeyChallenge): Promise<PasskeyProof | null> {
  const { startAuthentication } = await load();
  const optionsJSON = options as unknown as Parameters<typeof startAuthentication>[0]['optionsJSON'];
  try {
    return { challengeId, response: asRecord(await startAuthentication({ optionsJSON, useBrowserAutofill: true })) };
  } catch (error) {
    if (isCalledOff(error)) return null;
    throw error;
  }
}

export async function callOffPasskey(): Promise<void> {
  (await load()).WebAuthnAbortService.cancelCeremony();
}

/** The person closed the window of the browser, or something else took its place: no error to show. */
export function isCalledOff(error: unknown): boolean {
  return error instanceof Error && ['AbortError', 'NotAllowedError'].includes(error.name);
}

function asRecord(credential: object): Record<string, unknown> {
  return { ...credential };
}
