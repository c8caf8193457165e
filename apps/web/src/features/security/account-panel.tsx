import { Modal } from '@mantine/core';
import type { Account } from '@riskoptimizer/contracts';
import { useState } from 'react';
import { Panel } from '../../components/panel.tsx';
import { TextButton } from '../../components/text-button.tsx';
import { dateMedium } from '../../platform/format.ts';
import { EmailForm } from './email-form.tsx';
import { Fact } from './fact.tsx';
import { NameForm } from './name-form.tsx';
import { PasswordForm } from './password-form.tsx';
import classes from './security.module.css';
import { WalletForm } from './wallet-form.tsx';

type Part = 'name' | 'email' | 'password' | 'wallet';

const titles: Record<Part, string> = {
  name: 'Change your name',
  email: 'Change your e-mail address',
  password: 'Change your password',
  wallet: 'Wallet address',
};

/** Who one is here, and what one signs in with. */
export function AccountPanel({ account }: { readonly account: Account }) {
  const [part, setPart] = useState<Part | null>(null);
  const close = () => setPart(null);
  const change = (which: Part, words = 'Change') => (
    <TextButton label={`${words}: ${which}`} onClick={() => setPart(which)}>
      {words}
    </TextButton>
  );
  const { displayName, email, pendingEmail, passwordChangedAt, walletAddress } = account;
  return (
    <Panel title="Account" note={`Your role is ${account.role}. An administrator can give you another one.`}>
      <dl className={classes.facts}>
        <Fact name="Name" action={change('name')}>
          {displayName}
        </Fact>
        <Fact
          name="E-mail"
          action={change('email')}
          note={pendingEmail && `${pendingEmail} waits for its confirmation; the link was sent there.`}
        >
          {email}
        </Fact>
        <Fact name="Password" action={change('password')}>
          {passwordChangedAt === null ? 'Never changed' : `Changed ${dateMedium(passwordChangedAt)}`}
        </Fact>
        <Fact
          name="Wallet address"
          action={change('wallet', walletAddress === null ? 'Add' : 'Change')}
          note="Where what you own is held, kept with your profile."
        >
          {walletAddress ?? 'None'}
        </Fact>
      </dl>
      <Modal
        opened={part !== null}
        onClose={close}
        title={part && titles[part]}
        closeButtonProps={{ 'aria-label': 'Close', size: 44 }}
      >
        {part === 'name' && <NameForm account={account} onDone={close} />}
        {part === 'email' && <EmailForm account={account} onDone={close} />}
        {part === 'password' && <PasswordForm account={account} onDone={close} />}
        {part === 'wallet' && <WalletForm account={account} onDone={close} />}
      </Modal>
    </Panel>
  );
}
