import { useEffect, useState } from 'react';
import {
  askForPasskey,
  callOffPasskey,
  isCalledOff,
  offersPasskeysInFields,
  type PasskeyProof,
  passkeyFromField,
} from '../../platform/passkeys.ts';
import { session } from '../../platform/session.ts';
import { client } from '../../platform/store.ts';
import { useSubmit } from './use-submit.ts';

async function signInWith({ challengeId, response }: PasskeyProof): Promise<void> {
  await session.accept(await client.signInWithPasskey({ challengeId, response }));
}

/** Signs in with a passkey by the button, and meanwhile waits for one to be chosen in the list under the field. */
export function usePasskeySignIn(isOffered: boolean) {
  const [fieldError, setFieldError] = useState<unknown>();
  const byButton = useSubmit(async () => {
    setFieldError(undefined);
    try {
      await signInWith(await askForPasskey(await client.createPasskeyChallenge({ challengeToken: null })));
    } catch (failure) {
      if (!isCalledOff(failure)) throw failure;
    }
  });
  useEffect(() => {
    if (!isOffered) return;
    const stopped = new AbortController();
    waitInField(stopped.signal).catch((failure: unknown) => {
      if (!stopped.signal.aborted) setFieldError(failure);
    });
    return () => {
      stopped.abort();
      void callOffPasskey();
    };
  }, [isOffered]);
  return { ...byButton, error: byButton.error ?? fieldError };
}

async function waitInField(signal: AbortSignal): Promise<void> {
  if (!(await offersPasskeysInFields()) || signal.aborted) return;
  // An extra: a server that gives no challenge now is asked again by the button, which then says what is wrong.
  const challenge = await client.createPasskeyChallenge({ challengeToken: null }, { signal }).catch(() => null);
  if (challenge === null || signal.aborted) return;
  const proof = await passkeyFromField(challenge);
  if (proof !== null && !signal.aborted) await signInWith(proof);
}
