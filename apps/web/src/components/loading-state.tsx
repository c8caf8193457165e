import { Skeleton, VisuallyHidden } from '@mantine/core';
import classes from './loading-state.module.css';

export interface LoadingStateProps {
  /** What is being waited for, for a screen reader. */
  readonly label: string;
  readonly figures?: number;
  readonly charts?: number;
}

/** The shape of a page that is on its way: verdict, figures, charts. */
export function LoadingState({ label, figures = 6, charts = 2 }: LoadingStateProps) {
  return (
    <div aria-busy="true">
      <VisuallyHidden>
        <output>{label}</output>
      </VisuallyHidden>
      <Skeleton height={26} mt={14} className={classes.verdict} />
      <div className={classes.figures}>
        {Array.from({ length: figures }, (_, index) => (
          <Skeleton key={index} height={44} />
        ))}
      </div>
      <div className={classes.charts}>
        {Array.from({ length: charts }, (_, index) => (
          <Skeleton key={index} height={280} />
        ))}
      </div>
    </div>
  );
}
