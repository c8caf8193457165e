import type { TargetDrift } from '@riskoptimizer/contracts';
import { missing, signedPercent } from '../../platform/format.ts';
import classes from './rebalance.module.css';

/** Weight less target; marked when its band is left, and not by colour alone. */
export function TargetDriftCell({ item }: { readonly item: TargetDrift | undefined }) {
  if (item === undefined) return missing;
  const text = signedPercent(item.drift);
  if (item.isWithinBand !== false) return text;
  return (
    <span className={classes.problem} title="Outside its band">
      {text} ◆
    </span>
  );
}
