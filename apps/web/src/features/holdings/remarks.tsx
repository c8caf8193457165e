import classes from './holdings.module.css';
import type { Remark } from './holdings-words.ts';

/** What to know before trusting the figures; nothing where all is well. */
export function Remarks({ remarks }: { readonly remarks: readonly Remark[] }) {
  if (remarks.length === 0) return null;
  return (
    <ul className={classes.remarks} aria-label="To note">
      {remarks.map(({ key, text, remedy }) => (
        <li key={key}>
          {text}. {remedy && <span>{remedy}</span>}
        </li>
      ))}
    </ul>
  );
}
