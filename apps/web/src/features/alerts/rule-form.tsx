import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { type AlertChannel, type AlertRuleInput, type Portfolio } from '@riskoptimizer/contracts';
import { type SyntheticEvent, useState } from 'react';
import { problemOfField } from '../../components/field-problems.ts';
import { FormProblem } from '../../components/form-problem.tsx';
import { windowNames } from '../../platform/url-state.ts';
import { channelNames } from './alert-words.ts';
import classes from './alerts.module.css';
import { measureNames, measures, unitOf } from './measures.ts';
import { type RuleDraft, readRule, withComparison, withMeasure } from './rule-draft.ts';
import { SubjectField } from './subject-field.tsx';
import type { AlertAssets } from './use-rules.ts';

interface RuleFormProps {
  readonly portfolio: Portfolio;
  readonly initial: RuleDraft;
  readonly isNew: boolean;
  readonly named: AlertAssets;
  readonly mayPost: boolean;
  readonly hasEmail: boolean;
  readonly isSaving: boolean;
  /** Throws what the server refused. */
  readonly onSave: (content: AlertRuleInput) => Promise<void>;
}

const fields = ['name', 'measure', 'subject', 'comparison', 'threshold', 'hysteresis', 'window', 'confidence'];
const allFields = [...fields, 'isLimit', 'channels', 'enabled'];

/** The fields of a rule, as its measure has them. What is wrong stands at its field, whoever found it. */
export function RuleForm({ portfolio, initial, isNew, named, mayPost, hasEmail, isSaving, onSave }: RuleFormProps) {
  const { draft, set, setDraft, problem, error, submit } = useRuleForm(initial, onSave);
  const { hint, hasWindow, hasConfidence } = measures[draft.measure];
  const unit = <span className={classes.unit}>{unitOf(draft.measure, draft.assetId, named.currencies)}</span>;
  const amount = {
    inputMode: 'decimal',
    autoComplete: 'off',
    rightSection: unit,
    rightSectionWidth: 48,
    rightSectionPointerEvents: 'none',
  } as const;
  return (
    <form className={classes.form} noValidate onSubmit={(event) => void submit(event)}>
      <TextInput
        name="name"
        label="Name"
        placeholder="One asset at most a quarter"
        withAsterisk
        maxLength={120}
        autoComplete="off"
        data-autofocus
        value={draft.name}
        error={problem('name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <div className={classes.fields}>
        <NativeSelect
          name="measure"
          label="What is measured"
          description={hint}
          value={draft.measure}
          data={measureNames.map((measure) => ({ value: measure, label: measures[measure].name }))}
          error={problem('measure')}
          onChange={(event) => {
            const measure = measureNames.find((one) => one === event.currentTarget.value);
            if (measure) setDraft(withMeasure(draft, measure));
          }}
        />
        <SubjectField
          portfolio={portfolio}
          assets={named.assets}
          draft={draft}
          problem={problem('subject') ?? problem('subject/assetId')}
          onChange={(assetId) => set({ assetId })}
        />
        <NativeSelect
          name="comparison"
          label="Alert when it is"
          value={draft.comparison}
          data={[
            { value: 'above', label: 'above the threshold' },
            { value: 'below', label: 'below the threshold' },
          ]}
          error={problem('comparison')}
          onChange={(event) =>
            setDraft(withComparison(draft, event.currentTarget.value === 'below' ? 'below' : 'above'))
          }
        />
        <TextInput
          {...amount}
          name="threshold"
          label="Threshold"
          withAsterisk
          value={draft.threshold}
          error={problem('threshold')}
          onChange={(event) => set({ threshold: event.currentTarget.value })}
        />
        <TextInput
          {...amount}
          name="hysteresis"
          label="Over when back by"
          description="Past the threshold; 0 when empty"
          value={draft.hysteresis}
          error={problem('hysteresis')}
          onChange={(event) => set({ hysteresis: event.currentTarget.value })}
        />
        {hasWindow && (
          <NativeSelect
            name="window"
            label="Window"
            description="Of the returns behind it"
            value={draft.window}
            data={[...windowNames]}
            error={problem('window')}
            onChange={(event) => set({ window: windowNames.find((one) => one === event.currentTarget.value) ?? '1y' })}
          />
        )}
        {hasConfidence && (
          <TextInput
            {...amount}
            rightSection={<span className={classes.unit}>%</span>}
            name="confidence"
            label="Confidence"
            description="95 % is a tail of 5 %"
            value={draft.confidence}
            error={problem('confidence')}
            onChange={(event) => set({ confidence: event.currentTarget.value })}
          />
        )}
      </div>
      <Switches draft={draft} mayPost={mayPost} hasEmail={hasEmail} isNew={isNew} problem={problem} set={set} />
      <FormProblem error={error} fields={allFields} />
      <div className={classes.buttons}>
        <Button type="submit" loading={isSaving}>
          {isNew ? 'Make the rule' : 'Save'}
        </Button>
      </div>
      {!isNew && <p className={classes.hint}>A changed rule starts anew: its open alert is over, without a message.</p>}
    </form>
  );
}

interface SwitchesProps {
  readonly draft: RuleDraft;
  readonly mayPost: boolean;
  readonly hasEmail: boolean;
  readonly isNew: boolean;
  readonly problem: (field: string) => string | undefined;
  readonly set: (change: Partial<RuleDraft>) => void;
}

/** What becomes of it: kept as a limit, told how, and whether it is on. */
function Switches({ draft, mayPost, hasEmail, isNew, problem, set }: SwitchesProps) {
  const isPosted = mayPost || draft.channels.includes('webhook');
  const channels: readonly AlertChannel[] = isPosted ? ['in-app', 'email', 'webhook'] : ['in-app', 'email'];
  const toggle = (channel: AlertChannel) =>
    set({
      channels: draft.channels.includes(channel)
        ? draft.channels.filter((one) => one !== channel)
        : [...draft.channels, channel],
    });
  return (
    <>
      <Checkbox
        label="It is a limit: keep the history of its use"
        description={draft.comparison === 'below' ? 'A limit is what must not be exceeded' : undefined}
        disabled={draft.comparison === 'below'}
        checked={draft.isLimit}
        error={problem('isLimit')}
        onChange={(event) => set({ isLimit: event.currentTarget.checked })}
      />
      <fieldset className={classes.channels}>
        <legend>Told</legend>
        {channels.map((channel) => (
          <Checkbox
            key={channel}
            label={channelNames[channel]}
            checked={draft.channels.includes(channel)}
            onChange={() => toggle(channel)}
          />
        ))}
        {problem('channels') && <p className={classes.problem}>{problem('channels')}</p>}
        {!hasEmail && draft.channels.includes('email') && (
          <p className={classes.hint}>You have no e-mail address here, so no mail can be sent.</p>
        )}
        {isNew && draft.channels.includes('webhook') && (
          <p className={classes.hint}>The address is set once the rule is made: open it again.</p>
        )}
      </fieldset>
      <Checkbox
        label="On"
        checked={draft.enabled}
        error={problem('enabled')}
        onChange={(event) => set({ enabled: event.currentTarget.checked })}
      />
    </>
  );
}

function useRuleForm(initial: RuleDraft, onSave: RuleFormProps['onSave']) {
  const [draft, setDraft] = useState(initial);
  const [problems, setProblems] = useState<ReadonlyMap<string, string> | null>(null);
  const [error, setError] = useState<unknown>();
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    const read = readRule(draft);
    setProblems(read.problems);
    setError(undefined);
    if (read.content === null) return;
    try {
      await onSave(read.content);
    } catch (failure) {
      setError(failure);
    }
  };
  return {
    draft,
    setDraft,
    set: (change: Partial<RuleDraft>) => setDraft({ ...draft, ...change }),
    problem: (field: string) => problems?.get(field) ?? problemOfField(error, field),
    error,
    submit,
  };
}
