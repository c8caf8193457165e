import { NativeSelect, TextInput } from '@mantine/core';
import type { TransactionFileMapping, TransactionImport, TransactionTable } from '@riskoptimizer/contracts';
import { Panel } from '../../components/panel.tsx';
import { dateOrderNames, decimalSignNames, delimiterNames, encodingNames } from './file-words.ts';
import { withChange } from './mapping-change.ts';
import classes from './transaction-imports.module.css';
import type { Reading } from './use-reading.ts';

interface FormatPanelProps {
  readonly transactionImport: TransactionImport;
  readonly table: TransactionTable;
  readonly reading: Reading;
}

/** How the file is written: what was found out, and every choice to say it otherwise. */
export function FormatPanel({ transactionImport: { format, questions }, table, reading }: FormatPanelProps) {
  const { mapping, readBy } = reading;
  const apply = (change: Partial<TransactionFileMapping>) => void readBy(withChange(mapping, change));
  const asked = new Set<string>(questions.map(({ about }) => about));
  const sheets = Object.fromEntries(table.sheets.map((sheet) => [sheet, sheet]));
  return (
    <Panel title="How the file is written" note="A change is tried at once. Nothing is stored by it.">
      <div className={classes.fields}>
        {format === 'csv' ? (
          <>
            <Choice
              label="Cells are separated by"
              names={delimiterNames}
              chosen={mapping.delimiter}
              found={table.delimiter}
              onChange={(delimiter) => apply({ delimiter })}
            />
            <Choice
              label="Encoding"
              names={encodingNames}
              chosen={mapping.encoding}
              found={table.encoding}
              onChange={(encoding) => apply({ encoding })}
            />
          </>
        ) : (
          <Choice
            label="Sheet"
            names={sheets}
            chosen={mapping.sheet}
            found={table.sheet}
            isAsked={asked.has('sheet')}
            onChange={(sheet) => apply({ sheet })}
          />
        )}
        <Choice
          label="Decimal sign"
          names={decimalSignNames}
          chosen={mapping.decimalSign}
          found={table.decimalSign}
          isAsked={asked.has('decimalSign')}
          onChange={(decimalSign) => apply({ decimalSign })}
        />
        <Choice
          label="Order of dates"
          names={dateOrderNames}
          chosen={mapping.dateOrder}
          found={table.dateOrder}
          isAsked={asked.has('dateOrder')}
          onChange={(dateOrder) => apply({ dateOrder })}
        />
        <Written
          label="Line of the column names"
          value={mapping.headerLine === null ? '' : String(mapping.headerLine)}
          placeholder={`${table.headerLine}, found out`}
          inputMode="numeric"
          pattern={/^[1-9]\d{0,5}$/}
          onChange={(text) => apply({ headerLine: text === '' ? null : Number(text) })}
        />
        <Written
          label="Account of rows that name none"
          value={mapping.account ?? ''}
          placeholder="Main"
          pattern={/^.{1,60}$/}
          onChange={(text) => apply({ account: text || null })}
        />
        <Written
          label="Currency of rows that name none"
          value={mapping.currency ?? ''}
          placeholder="such as USD"
          pattern={/^[A-Za-z]{3}$/}
          isAsked={asked.has('currency')}
          onChange={(text) => apply({ currency: text.toUpperCase() || null })}
        />
      </div>
    </Panel>
  );
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly names: Readonly<Record<Value, string>>;
  /** Said by the person; null leaves it to the file. */
  readonly chosen: Value | null;
  readonly found: Value | null;
  readonly isAsked?: boolean;
  readonly onChange: (value: Value | null) => void;
}

function Choice<Value extends string>({ label, names, chosen, found, isAsked, onChange }: ChoiceProps<Value>) {
  const values = Object.keys(names) as Value[];
  const byItself =
    chosen !== null ? 'Find it out' : found === null ? 'not said by the file' : `${names[found]} (found)`;
  return (
    <NativeSelect
      label={label}
      value={chosen ?? ''}
      error={isAsked && chosen === null ? 'The file does not tell: please choose' : undefined}
      data={[{ value: '', label: byItself }, ...values.map((value) => ({ value, label: names[value] }))]}
      onChange={(event) => onChange(values.find((value) => value === event.currentTarget.value) ?? null)}
    />
  );
}

interface WrittenProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder: string;
  /** What may be asked of the server; an empty field leaves it to the file. */
  readonly pattern: RegExp;
  readonly inputMode?: 'numeric';
  readonly isAsked?: boolean;
  readonly onChange: (text: string) => void;
}

/** Taken when the field is left, or by Enter. */
function Written({ label, value, placeholder, pattern, inputMode, isAsked, onChange }: WrittenProps) {
  const take = (field: HTMLInputElement) => {
    const text = field.value.trim();
    if (text !== value && (text === '' || pattern.test(text))) onChange(text);
    else field.value = value;
  };
  return (
    <TextInput
      key={value}
      label={label}
      defaultValue={value}
      placeholder={placeholder}
      inputMode={inputMode}
      autoComplete="off"
      error={isAsked && value === '' ? 'The file does not tell: please say it' : undefined}
      onBlur={(event) => take(event.currentTarget)}
      onKeyDown={(event) => event.key === 'Enter' && take(event.currentTarget)}
    />
  );
}
