import { Button, Checkbox, Drawer, TextInput } from '@mantine/core';
import type { ProviderListItem } from '@riskoptimizer/contracts';
import { type SyntheticEvent, useState } from 'react';
import { problemOfField } from '../../components/field-problems.ts';
import { FormProblem } from '../../components/form-problem.tsx';
import { showFailure } from '../../platform/failure-notice.ts';
import { api } from '../../platform/store.ts';
import { useMay } from '../../platform/use-account.ts';
import { usePhone } from '../../platform/use-phone.ts';
import classes from './data.module.css';
import { keyText, stateText } from './data-words.ts';

interface ProviderDrawerProps {
  readonly provider: ProviderListItem | undefined;
  readonly onClose: () => void;
}

/** One provider beside the list: its key, and whether it is asked. */
export function ProviderDrawer({ provider, onClose }: ProviderDrawerProps) {
  const phone = usePhone();
  return (
    <Drawer
      opened={provider !== undefined}
      onClose={onClose}
      position="right"
      size={phone ? '100%' : 520}
      title={provider?.name ?? 'Provider'}
      closeButtonProps={{ 'aria-label': 'Close', size: 44 }}
    >
      {provider && <Settings key={provider.name} provider={provider} />}
    </Drawer>
  );
}

const fields = ['key'];

function Settings({ provider }: { readonly provider: ProviderListItem }) {
  const { name, keyNeed, keyFrom, enabled, isForbidden, attribution } = provider;
  const mayManage = useMay('setting:manage');
  const [isForAll, setIsForAll] = useState(false);
  const [key, setKey] = useState('');
  const [putOwn, own] = api.usePutProviderSettingMutation();
  const [putServer, server] = api.usePutServerProviderMutation();
  const put = isForAll ? putServer : putOwn;
  const error = isForAll ? server.error : own.error;
  const isSending = own.isLoading || server.isLoading;
  const change = async (input: { readonly enabled?: boolean; readonly key?: string | null }) => {
    try {
      await put({ provider: name, ...input }).unwrap();
      setKey('');
    } catch (failure) {
      if (input.key === undefined || input.key === null) showFailure(`${name} was not changed`, failure);
    }
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    void change({ key: key.trim() });
  };
  return (
    <div className={classes.settings}>
      <p className={classes.text}>
        {keyText(provider)} {stateText(provider)} {attribution}
      </p>
      {mayManage && (
        <Checkbox
          label="For everybody on this server"
          checked={isForAll}
          onChange={(event) => setIsForAll(event.currentTarget.checked)}
        />
      )}
      {keyNeed === 'required' && (
        <form className={classes.settings} noValidate onSubmit={submit}>
          <TextInput
            spellCheck={false}
            label={isForAll ? 'Key that everybody uses' : 'Your key'}
            description="As the provider gave it. It is sealed and never shown again."
            autoComplete="off"
            value={key}
            error={problemOfField(error, 'key')}
            onChange={(event) => setKey(event.currentTarget.value)}
          />
          <FormProblem error={error} fields={fields} />
          <div className={classes.tools}>
            <Button type="submit" loading={isSending} disabled={key.trim() === ''}>
              Keep the key
            </Button>
            {(isForAll || keyFrom === 'user') && (
              <Button variant="default" loading={isSending} onClick={() => void change({ key: null })}>
                {isForAll ? 'Take the key of the server away' : 'Take my key away'}
              </Button>
            )}
          </div>
        </form>
      )}
      {(!isForbidden || isForAll) && (
        <div className={classes.tools}>
          <Button variant="default" loading={isSending} onClick={() => void change({ enabled: !enabled })}>
            {enabled ? 'Ask it no more' : 'Ask it'}
          </Button>
        </div>
      )}
    </div>
  );
}
