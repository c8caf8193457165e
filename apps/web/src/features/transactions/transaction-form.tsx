import { Button, NativeSelect } from '@mantine/core';
import { type NamedAsset, type TransactionInput, transactionKinds } from '@riskoptimizer/contracts';
import { type SyntheticEvent, useState } from 'react';
import { problemOfField } from '../../components/field-problems.ts';
import { FormProblem } from '../../components/form-problem.tsx';
import { LotsField } from './lots-field.tsx';
import { nextDraft, readTransaction, type TransactionDraft, withKind } from './transaction-draft.ts';
import { accountListId, currencyListId, TransactionField } from './transaction-field.tsx';
import { type FieldName, fieldsOf, kindHints, kindNames } from './transaction-kinds.ts';
import classes from './transactions.module.css';

interface TransactionFormProps {
  readonly portfolioId: string;
  readonly initial: TransactionDraft;
  /** False for one that is corrected: it stays what it is. */
  readonly isNew: boolean;
  readonly assets: readonly NamedAsset[];
  readonly accounts: readonly string[];
  readonly baseCurrency: string;
  readonly isSaving: boolean;
  /** Throws what the server refused. */
  readonly onSave: (content: TransactionInput) => Promise<void>;
  readonly onDone: () => void;
}

/** The fields of one kind. What is wrong stands at its field, whoever found it. */
export function TransactionForm(props: TransactionFormProps) {
  const { portfolioId, isNew, assets, accounts, baseCurrency, isSaving } = props;
  const { draft, setText, setDraft, problems, error, submit } = useForm(props);
  const fields = fieldsOf(draft.kind);
  const names = [...fields.map(({ name }) => name), 'lots'];
  const problem = (name: string) => problems?.get(name) ?? problemOfField(error, name);
  const texts = draft.texts;
  return (
    <form className={classes.form} noValidate onSubmit={(event) => void submit(event, false)}>
      {isNew && (
        <NativeSelect
          label="What happened"
          description={kindHints[draft.kind]}
          value={draft.kind}
          data={transactionKinds.map((kind) => ({ value: kind, label: kindNames[kind] }))}
          onChange={(event) => {
            const kind = transactionKinds.find((one) => one === event.currentTarget.value);
            if (kind) setDraft(withKind(draft, kind));
          }}
        />
      )}
      <div className={classes.fields}>
        {fields.map((field, index) => (
          <TransactionField
            key={field.name}
            field={field}
            value={texts[field.name] ?? ''}
            problem={problem(field.name)}
            assets={assets}
            isFirst={index === 0}
            onChange={(text) => setText(field.name, text)}
          />
        ))}
      </div>
      {draft.kind === 'sell' && texts.assetId && texts.account && (
        <LotsField
          portfolioId={portfolioId}
          assetId={texts.assetId}
          account={texts.account}
          date={texts.date ?? ''}
          lots={draft.lots}
          problem={problem('lots')}
          onChange={(lots) => setDraft({ ...draft, lots })}
        />
      )}
      <datalist id={accountListId}>
        {accounts.map((account) => (
          <option key={account} value={account}>
            {account}
          </option>
        ))}
      </datalist>
      <datalist id={currencyListId}>
        {[...new Set([baseCurrency, ...assets.map(({ currency }) => currency)])].map((currency) => (
          <option key={currency} value={currency}>
            {currency}
          </option>
        ))}
      </datalist>
      <FormProblem error={error} fields={names} />
      <div className={classes.buttons}>
        <Button type="submit" loading={isSaving}>
          {isNew ? 'Enter it' : 'Save'}
        </Button>
        {isNew && (
          <Button variant="default" disabled={isSaving} onClick={(event) => void submit(event, true)}>
            Enter it and go on
          </Button>
        )}
      </div>
    </form>
  );
}

function useForm({ initial, assets, onSave, onDone }: TransactionFormProps) {
  const [draft, setDraft] = useState(initial);
  const [isTried, setIsTried] = useState(false);
  const [error, setError] = useState<unknown>();
  const read = readTransaction(draft);

  const setText = (name: FieldName, text: string) => {
    const texts = { ...draft.texts, [name]: text };
    // A price is nearly always in the currency of its asset.
    const currency = name === 'assetId' ? assets.find(({ assetId }) => assetId === text)?.currency : undefined;
    setDraft({ ...draft, texts: currency === undefined ? texts : { ...texts, currency } });
    setError(undefined);
  };

  const submit = async (event: SyntheticEvent, goesOn: boolean) => {
    event.preventDefault();
    setIsTried(true);
    if (read.content === null) return;
    setError(undefined);
    try {
      await onSave(read.content);
      if (!goesOn) {
        onDone();
        return;
      }
      setDraft(nextDraft(draft));
      setIsTried(false);
    } catch (failure) {
      setError(failure);
    }
  };

  // Nothing is wrong with a form that nobody has sent yet.
  return { draft, setDraft, setText, submit, error, problems: isTried ? read.problems : null };
}
