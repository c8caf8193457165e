import { type FormEvent, useState } from 'react';

/** Sends a form once at a time, and keeps why it was refused until it is sent again. */
export function useSubmit(send: () => Promise<void>) {
  const [isSending, setIsSending] = useState(false);
  const [error, setError] = useState<unknown>();
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (isSending) return;
    setIsSending(true);
    setError(undefined);
    send()
      .catch((failure: unknown) => setError(failure))
      .finally(() => setIsSending(false));
  };
  return { submit, isSending, error };
}
