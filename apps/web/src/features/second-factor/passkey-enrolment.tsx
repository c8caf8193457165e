import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormProblem } from '../../components/form-problem.tsx';
import { isCalledOff, makePasskey } from '../../platform/passkeys.ts';
import { api } from '../../platform/store.ts';
import classes from './second-factor.module.css';

interface PasskeyEnrolmentProps {
  readonly onDone: (recoveryCodes: readonly string[]) => void;
}

/** Makes a passkey: the device asks for a finger, a face or its PIN, and keeps the key. */
export function PasskeyEnrolment({ onDone }: PasskeyEnrolmentProps) {
  const [begin] = api.useBeginPasskeyMutation();
  const [add] = api.useAddPasskeyMutation();
  const [name, setName] = useState('');
  const [error, setError] = useState<unknown>();
  const [isMaking, setIsMaking] = useState(false);

  const make = async () => {
    const proof = await makePasskey(await begin().unwrap());
    const { recoveryCodes } = await add({ ...proof, name: name.trim() }).unwrap();
    onDone(recoveryCodes);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsMaking(true);
    setError(undefined);
    make()
      .catch((failure: unknown) => !isCalledOff(failure) && setError(failure))
      .finally(() => setIsMaking(false));
  };
  return (
    <form onSubmit={submit} className={classes.steps}>
      <TextInput
        label="Name of the passkey"
        description="To know it by, such as “Ada’s laptop”"
        required
        withAsterisk={false}
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <FormProblem error={error} />
      <Button type="submit" loading={isMaking}>
        Make a passkey
      </Button>
    </form>
  );
}
