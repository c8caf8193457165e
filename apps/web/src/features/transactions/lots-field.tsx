import { TextInput } from '@mantine/core';
import { dateMedium, decimal } from '../../platform/format.ts';
import { api } from '../../platform/store.ts';
import classes from './transactions.module.css';

interface LotsFieldProps {
  readonly portfolioId: string;
  readonly assetId: string;
  readonly account: string;
  readonly date: string;
  readonly lots: Readonly<Record<string, string>>;
  readonly problem: string | undefined;
  readonly onChange: (lots: Readonly<Record<string, string>>) => void;
}

/** Which purchases a sale takes from, for the cost basis of specific lots. */
export function LotsField({ portfolioId, assetId, account, date, lots, problem, onChange }: LotsFieldProps) {
  const { currentData } = api.useListTransactionsQuery({
    portfolioId,
    assetId,
    account,
    kind: 'buy',
    limit: 200,
    ...(date && { to: date }),
  });
  const chosenCount = Object.values(lots).filter(Boolean).length;
  return (
    <details className={classes.lots} open={chosenCount > 0 || problem !== undefined || undefined}>
      <summary>Specific lots{chosenCount > 0 && `: ${chosenCount}`}</summary>
      <p className={classes.hint}>
        For the cost basis “the lots that sales name”. Left empty, the oldest lots are taken first.
      </p>
      {currentData?.items.length === 0 && (
        <p className={classes.hint}>Nothing was bought in this account until then.</p>
      )}
      {currentData?.items.map(({ id, content }) =>
        content.kind === 'buy' ? (
          <TextInput
            key={id}
            label={`${decimal(content.quantity, 0, 6)} of ${dateMedium(content.date)} at ${decimal(content.price)} ${content.currency}`}
            inputMode="decimal"
            placeholder="units"
            value={lots[id] ?? ''}
            onChange={(event) => onChange({ ...lots, [id]: event.currentTarget.value })}
          />
        ) : null,
      )}
      {problem && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
    </details>
  );
}
