import type { AlertRule, AlertRuleInput } from '@riskoptimizer/contracts';
import { useCallback, useState } from 'react';
import { showDone, showFailure } from '../../platform/failure-notice.ts';
import { api } from '../../platform/store.ts';
import { showUndo } from '../../platform/undo-notice.tsx';
import { contentOf } from './rule-draft.ts';

const none: ReadonlySet<string> = new Set();

/** Makes, changes and deletes rules. A deletion can be undone at once: the rule starts anew. */
export function useRuleChanges(portfolioId: string) {
  const [create, creating] = api.useCreateAlertRuleMutation();
  const [update, updating] = api.useUpdateAlertRuleMutation();
  const [gone, setGone] = useState(none);
  const [remove] = api.useDeleteAlertRuleMutation();

  const make = async (content: AlertRuleInput) => {
    const made = await create({ portfolioId, content }).unwrap();
    showDone(`Made: ${made.name}`, 'It is measured in a moment, and at every change from now on.');
    return made;
  };

  const change = async ({ id: ruleId, version }: AlertRule, content: AlertRuleInput) => {
    await update({ portfolioId, ruleId, version, content }).unwrap();
    showDone(`Changed: ${content.name}`);
  };

  const turn = useCallback(
    async (rule: AlertRule) => {
      const { id: ruleId, version, enabled } = rule;
      try {
        await update({ portfolioId, ruleId, version, content: { ...contentOf(rule), enabled: !enabled } }).unwrap();
      } catch (error) {
        showFailure(`“${rule.name}” was not turned ${enabled ? 'off' : 'on'}`, error);
      }
    },
    [portfolioId, update],
  );

  const takeOut = useCallback(
    async (rule: AlertRule) => {
      const { id: ruleId, version, name, webhook } = rule;
      // At once, so that nobody asks for the history of a rule that is not there any more.
      setGone((before) => new Set([...before, ruleId]));
      try {
        await remove({ portfolioId, ruleId, version }).unwrap();
        const lost = webhook === null ? 'its alerts and its history' : 'its alerts, its history and its webhook';
        showUndo(
          `Deleted: ${name}`,
          () => create({ portfolioId, content: contentOf(rule) }).unwrap(),
          `Undo makes the rule again; ${lost} are gone.`,
        );
      } catch (error) {
        setGone((before) => new Set([...before].filter((id) => id !== ruleId)));
        showFailure(`“${name}” was not deleted`, error);
      }
    },
    [create, portfolioId, remove],
  );

  return { make, change, turn, takeOut, gone, isSaving: creating.isLoading || updating.isLoading };
}
