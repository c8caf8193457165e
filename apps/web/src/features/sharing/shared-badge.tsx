import type { PortfolioAccess } from '@riskoptimizer/contracts';
import classes from './sharing.module.css';

interface SharedBadgeProps {
  readonly access: PortfolioAccess;
  readonly ownerName: string;
}

/** Whose portfolio it is and what may be done with it, when it is not one's own. */
export function SharedBadge({ access, ownerName }: SharedBadgeProps) {
  if (access === 'owner') return null;
  return (
    <span className={classes.badge}>
      of {ownerName} (you may {access})
    </span>
  );
}
