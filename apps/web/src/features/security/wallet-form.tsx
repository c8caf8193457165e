import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { problemOfField } from '../../components/field-problems.ts';
import { FormProblem } from '../../components/form-problem.tsx';
import { showDone } from '../../platform/failure-notice.ts';
import { api } from '../../platform/store.ts';
import { useSubmit } from '../entry/use-submit.ts';
import type { AccountFormProps } from './account-form-props.ts';
import classes from './security.module.css';

export function WalletForm({ account, onDone }: AccountFormProps) {
  const [update] = api.useUpdateAccountMutation();
  const [address, setAddress] = useState(account.walletAddress ?? '');
  const { submit, isSending, error } = useSubmit(async () => {
    const walletAddress = address.trim() === '' ? null : address.trim();
    await update({ walletAddress }).unwrap();
    showDone(walletAddress === null ? 'The wallet address is removed' : 'The wallet address is kept');
    onDone();
  });
  return (
    <form onSubmit={submit} className={classes.form}>
      <p className={classes.note}>
        The public address at which your crypto assets are held, so that you have it beside your portfolios. Its
        checksum is checked against typing errors, and it is stored encrypted. Nothing is ever sent to or from it. Never
        enter a private key or recovery words, here or on any page.
      </p>
      <TextInput
        label="Wallet address"
        description="Ethereum (0x…) or Bitcoin; leave it empty to remove it"
        maxLength={100}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        data-autofocus
        value={address}
        error={problemOfField(error, 'walletAddress')}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <FormProblem error={error} fields={['walletAddress']} />
      <Button type="submit" loading={isSending}>
        {address.trim() === '' && account.walletAddress !== null ? 'Remove it' : 'Keep it'}
      </Button>
    </form>
  );
}
