import type { ReactNode } from 'react';
import classes from './state.module.css';

export interface EmptyStateProps {
  readonly title: string;
  /** Why it is empty, and what to do. */
  readonly children: ReactNode;
  /** The button or link that does it. */
  readonly action?: ReactNode;
}

/** Nothing to show yet: says why, and offers the next step. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <section className={classes.state}>
      <h2 className={classes.title}>{title}</h2>
      <div className={classes.text}>{children}</div>
      {action && <div className={classes.action}>{action}</div>}
    </section>
  );
}
