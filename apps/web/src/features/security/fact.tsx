import type { ReactNode } from 'react';
import classes from './security.module.css';

interface FactProps {
  readonly name: string;
  readonly note?: ReactNode;
  /** What can be done about it. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** One line of a panel: what it is, how it stands, what can be done. Inside of a `dl`. */
export function Fact({ name, note, action, children }: FactProps) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>
        {children}
        {note && <div className={classes.note}>{note}</div>}
      </dd>
      {action && <dd>{action}</dd>}
    </div>
  );
}
