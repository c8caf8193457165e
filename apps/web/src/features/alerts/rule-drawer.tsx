import { Drawer } from '@mantine/core';
import type { AlertRule, Portfolio } from '@riskoptimizer/contracts';
import { EmptyState } from '../../components/empty-state.tsx';
import { usePhone } from '../../platform/use-phone.ts';
import { draftOf, newDraft } from './rule-draft.ts';
import { RuleForm } from './rule-form.tsx';
import type { useRuleChanges } from './use-rule-changes.ts';
import type { AlertAssets } from './use-rules.ts';
import { WebhookSection } from './webhook-section.tsx';

interface RuleDrawerProps {
  readonly portfolio: Portfolio;
  /** `new`, or the id of a rule to change; null is closed. */
  readonly open: string | null;
  readonly rules: readonly AlertRule[];
  readonly named: AlertAssets;
  /** Whether an address of a webhook may be set: the demo user is everybody, and sets none. */
  readonly mayPost: boolean;
  /** Whether there is somewhere to write to. */
  readonly hasEmail: boolean;
  readonly changes: ReturnType<typeof useRuleChanges>;
  readonly onClose: () => void;
}

/** One rule beside the list: a new one, or one that is changed. */
export function RuleDrawer(props: RuleDrawerProps) {
  const { open, onClose } = props;
  const phone = usePhone();
  return (
    <Drawer
      opened={open !== null}
      onClose={onClose}
      position="right"
      size={phone ? '100%' : 520}
      title={open === 'new' ? 'New rule' : 'Change a rule'}
      closeButtonProps={{ 'aria-label': 'Close', size: 44 }}
    >
      {open === 'new' ? <New {...props} /> : open !== null && <Change {...props} ruleId={open} />}
    </Drawer>
  );
}

function New({ portfolio, named, mayPost, hasEmail, changes, onClose }: RuleDrawerProps) {
  const save = async (content: Parameters<typeof changes.make>[0]) => {
    await changes.make(content);
    onClose();
  };
  return (
    <RuleForm
      portfolio={portfolio}
      initial={newDraft}
      isNew
      named={named}
      mayPost={mayPost}
      hasEmail={hasEmail}
      isSaving={changes.isSaving}
      onSave={save}
    />
  );
}

function Change({ ruleId, ...props }: RuleDrawerProps & { readonly ruleId: string }) {
  const { portfolio, rules, named, mayPost, hasEmail, changes, onClose } = props;
  const rule = rules.find(({ id }) => id === ruleId);
  if (rule === undefined) {
    return (
      <EmptyState title="This rule is not there any more">It was deleted, or belongs to another portfolio.</EmptyState>
    );
  }
  const save = async (content: Parameters<typeof changes.make>[0]) => {
    await changes.change(rule, content);
    onClose();
  };
  return (
    <>
      <RuleForm
        // A rule that was changed elsewhere is read anew; one that was only measured keeps what is being typed.
        key={`${rule.id}:${rule.version}`}
        portfolio={portfolio}
        initial={draftOf(rule)}
        isNew={false}
        named={named}
        mayPost={mayPost}
        hasEmail={hasEmail}
        isSaving={changes.isSaving}
        onSave={save}
      />
      {mayPost && <WebhookSection rule={rule} />}
    </>
  );
}
