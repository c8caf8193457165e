import classes from './simulated-badge.module.css';

/** Says that prices are simulated. Stands beside every name whose figures come from them. */
export function SimulatedBadge({ short = false }: { readonly short?: boolean }) {
  return (
    <span
      className={classes.badge}
      title="These prices come from a documented simulation with a fixed seed. They are not real markets."
    >
      {short ? 'Simulated' : 'Simulated market'}
    </span>
  );
}
