import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { type Role, registrationPolicy, roles, type Settings } from '@riskoptimizer/contracts';
import { useState } from 'react';
import { problemOfField } from '../../components/field-problems.ts';
import { FormProblem } from '../../components/form-problem.tsx';
import { showDone } from '../../platform/failure-notice.ts';
import { api } from '../../platform/store.ts';
import { useSubmit } from '../entry/use-submit.ts';
import classes from './administration.module.css';

const registrations = [
  { value: 'closed', label: 'Closed: nobody makes a new account' },
  { value: 'invitation', label: 'By invitation only' },
  { value: 'open', label: 'Open: anybody who reaches this server' },
];
const fieldNames = ['registration', 'sessionIdleMinutes', 'sessionHours'];

export function SettingsForm({ settings }: { readonly settings: Settings }) {
  const [update] = api.useUpdateSettingsMutation();
  const [registration, setRegistration] = useState(settings.registration);
  const [factorRoles, setFactorRoles] = useState<readonly Role[]>(settings.secondFactorRoles);
  const [idleMinutes, setIdleMinutes] = useState(String(settings.sessionIdleMinutes));
  const [hours, setHours] = useState(String(settings.sessionHours));
  const wanted: Settings = {
    registration,
    secondFactorRoles: [...factorRoles],
    sessionIdleMinutes: Number(idleMinutes),
    sessionHours: Number(hours),
  };
  const isChanged = JSON.stringify(wanted) !== JSON.stringify(settings);
  const { submit, isSending, error } = useSubmit(async () => {
    await update(wanted).unwrap();
    showDone('The settings are changed');
  });
  const toggle = (role: Role, isOn: boolean) =>
    setFactorRoles((present) => roles.filter((one) => (one === role ? isOn : present.includes(one))));
  return (
    <form onSubmit={submit} className={classes.form}>
      <NativeSelect
        label="New accounts"
        value={registration}
        data={registrations}
        error={problemOfField(error, 'registration')}
        onChange={(event) => setRegistration(registrationPolicy.parse(event.currentTarget.value))}
      />
      <fieldset className={classes.roles}>
        <legend>These roles must have a second factor</legend>
        {roles.map((role) => (
          <Checkbox
            key={role}
            label={role === 'admin' ? 'admin, always' : role}
            checked={role === 'admin' || factorRoles.includes(role)}
            disabled={role === 'admin'}
            onChange={(event) => toggle(role, event.currentTarget.checked)}
          />
        ))}
      </fieldset>
      <div className={classes.pair}>
        <TextInput
          label="A session ends after, minutes unused"
          inputMode="numeric"
          pattern="[0-9]+"
          required
          withAsterisk={false}
          value={idleMinutes}
          error={problemOfField(error, 'sessionIdleMinutes')}
          onChange={(event) => setIdleMinutes(event.currentTarget.value)}
        />
        <TextInput
          label="and at the latest after, hours"
          inputMode="numeric"
          pattern="[0-9]+"
          required
          withAsterisk={false}
          value={hours}
          error={problemOfField(error, 'sessionHours')}
          onChange={(event) => setHours(event.currentTarget.value)}
        />
      </div>
      <FormProblem error={error} fields={fieldNames} />
      <Button type="submit" className={classes.submit} loading={isSending} disabled={!isChanged}>
        Change the settings
      </Button>
    </form>
  );
}
