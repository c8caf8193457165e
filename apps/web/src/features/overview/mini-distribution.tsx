import type { PortfolioRisk } from '@riskoptimizer/contracts';
import classes from './mini-distribution.module.css';

interface MiniDistributionProps {
  readonly distribution: PortfolioRisk['distribution'];
  /** A loss to mark, positive; what lies beyond it is in the loss colour. */
  readonly loss: number;
}

/** The distribution of returns, small enough to stand below a figure, with a loss marked on it. */
export function MiniDistribution({ distribution: { binEdges, counts }, loss }: MiniDistributionProps) {
  const first = binEdges[0] ?? 0;
  const span = (binEdges.at(-1) ?? 1) - first || 1;
  const highest = Math.max(1, ...counts);
  const place = (value: number) => (100 * (value - first)) / span;
  return (
    <svg className={classes.picture} viewBox="0 0 100 34" preserveAspectRatio="none" aria-hidden="true">
      {counts.map((count, index) => {
        const from = binEdges[index] ?? 0;
        const to = binEdges[index + 1] ?? from;
        const height = (30 * count) / highest;
        const isBeyond = (from + to) / 2 < -loss;
        return (
          <rect
            key={from}
            className={isBeyond ? classes.beyond : classes.bar}
            x={place(from)}
            width={place(to) - place(from) - 0.15}
            y={34 - height}
            height={height}
          />
        );
      })}
      <line className={classes.mark} x1={place(-loss)} x2={place(-loss)} y1="2" y2="34" />
    </svg>
  );
}
