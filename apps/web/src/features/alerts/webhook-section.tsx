import { Button, TextInput } from '@mantine/core';
import type { AlertRule, AlertWebhook } from '@riskoptimizer/contracts';
import { type SyntheticEvent, useState } from 'react';
import { problemOfField } from '../../components/field-problems.ts';
import { FormProblem } from '../../components/form-problem.tsx';
import { showFailure } from '../../platform/failure-notice.ts';
import { instant } from '../../platform/instants.ts';
import { api } from '../../platform/store.ts';
import { SecretOnce } from '../security/secret-once.tsx';
import classes from './alerts.module.css';

const fields = ['address'];

/** Where alerts of a rule are posted. The secret is shown once; the address is not shown again, only its host. */
export function WebhookSection({ rule }: { readonly rule: AlertRule }) {
  const { portfolioId, id: ruleId, webhook } = rule;
  const [put, { isLoading, error }] = api.usePutAlertWebhookMutation();
  const [remove, removing] = api.useDeleteAlertWebhookMutation();
  const [address, setAddress] = useState('');
  const [made, setMade] = useState<AlertWebhook | null>(null);
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    const answer = await put({ portfolioId, ruleId, address: address.trim() });
    if (answer.data === undefined) return;
    setMade(answer.data);
    setAddress('');
  };
  const takeAway = async () => {
    try {
      await remove({ portfolioId, ruleId }).unwrap();
    } catch (failure) {
      showFailure('The webhook was not removed', failure);
    }
  };
  return (
    <section className={classes.webhook} aria-label="Webhook">
      <h3>Webhook</h3>
      {made ? (
        <SecretOnce
          name="Secret of the webhook"
          secret={made.secret}
          note={`Messages to ${made.host} are signed with this secret. It is shown this once: keep it where they are received.`}
          onKept={() => setMade(null)}
        />
      ) : (
        <>
          <p>
            {webhook === null
              ? 'No address is set. Alerts are posted when “webhook” is among the ways above.'
              : `Alerts are posted to ${webhook.host}, set ${instant(webhook.createdAt)}.`}
          </p>
          <form className={classes.form} noValidate onSubmit={(event) => void submit(event)}>
            <TextInput
              name="address"
              label={webhook === null ? 'Address' : 'Another address, with another secret'}
              description="https, port 443, a host of the public internet by its name"
              placeholder="https://hooks.example.com/alerts"
              inputMode="url"
              autoComplete="off"
              spellCheck={false}
              value={address}
              error={problemOfField(error, 'address')}
              onChange={(event) => setAddress(event.currentTarget.value)}
            />
            <FormProblem error={error} fields={fields} />
            <div className={classes.buttons}>
              <Button type="submit" variant="default" loading={isLoading} disabled={address.trim() === ''}>
                Set the address and make a secret
              </Button>
              {webhook !== null && (
                <Button variant="default" loading={removing.isLoading} onClick={() => void takeAway()}>
                  Remove the webhook
                </Button>
              )}
            </div>
          </form>
        </>
      )}
    </section>
  );
}
