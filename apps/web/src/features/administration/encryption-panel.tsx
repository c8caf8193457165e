import { Button, Progress } from '@mantine/core';
import type { Encryption } from '@riskoptimizer/contracts';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { showDone, showFailure } from '../../platform/failure-notice.ts';
import { count, plural } from '../../platform/format.ts';
import { api } from '../../platform/store.ts';
import classes from './administration.module.css';

const pollWhileSealingMs = 2_000;

/** The key that personal fields are sealed with, and how far a new one has come. */
export function EncryptionPanel() {
  const { data: known } = api.useGetEncryptionQuery();
  const isSealing = (known?.pendingCount ?? 0) > 0;
  const { data, error, refetch } = api.useGetEncryptionQuery(undefined, {
    pollingInterval: isSealing ? pollWhileSealingMs : 0,
  });
  const [rotate, { isLoading }] = api.useRotateFieldKeyMutation();
  const act = async () => {
    const answer = await rotate();
    if (answer.error) showFailure('No new key was begun', answer.error);
    else showDone('A new key is in use', 'What was sealed with the old one is being sealed again.');
  };
  return (
    <Panel
      title="Encryption"
      note="E-mail addresses, wallet addresses and secrets of second factors are stored sealed."
      controls={
        <Button variant="default" loading={isLoading} onClick={() => void act()}>
          New key
        </Button>
      }
    >
      {data ? (
        <State encryption={data} />
      ) : error ? (
        <ErrorState error={error} title="The encryption could not be read" onRetry={() => void refetch()} />
      ) : (
        <LoadingState label="The encryption is being read" figures={0} charts={1} />
      )}
    </Panel>
  );
}

function State({ encryption }: { readonly encryption: Encryption }) {
  const { currentKeyId, keyCount, sealedCount, pendingCount } = encryption;
  const done = sealedCount === 0 ? 100 : ((sealedCount - pendingCount) / sealedCount) * 100;
  return (
    <>
      <dl className={classes.facts}>
        <dt>Key in use</dt>
        <dd>
          <code>{currentKeyId}</code>
        </dd>
        <dt>Keys kept</dt>
        <dd>{count(keyCount)}; old ones open what is not sealed again yet</dd>
        <dt>Sealed fields</dt>
        <dd>{count(sealedCount)}</dd>
      </dl>
      <Progress
        className={classes.progress}
        value={done}
        aria-label={`${Math.floor(done)} per cent are sealed with the key in use`}
      />
      <p className={classes.text}>
        {pendingCount === 0
          ? 'Every field is sealed with the key in use.'
          : `${plural(pendingCount, 'field')} still to be sealed again. It goes on by itself, also after a restart.`}
      </p>
    </>
  );
}
