import { decimal, missing } from '../../platform/format.ts';
import classes from './holdings.module.css';

interface SignedMoneyProps {
  /** Decimal text; null when it is not known. */
  readonly amount: string | null;
  /** Why it is not known. */
  readonly reason?: string | undefined;
}

/** A gain or loss to the cent: its sign is written, its colour only helps. */
export function SignedMoney({ amount, reason }: SignedMoneyProps) {
  if (amount === null) return <span title={reason}>{missing}</span>;
  const value = Number(amount);
  const sign = value > 0 ? '+' : '';
  return (
    <span className={value > 0 ? classes.gain : value < 0 ? classes.loss : undefined}>
      {sign}
      {decimal(amount, 2, 2)}
    </span>
  );
}
