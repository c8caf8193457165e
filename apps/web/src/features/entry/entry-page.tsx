import { type ReactNode, useEffect, useRef } from 'react';
import { Link } from 'react-router';
import classes from './entry-page.module.css';

export interface EntryPageProps {
  readonly title: string;
  /** What this is for, in a sentence. */
  readonly lead?: ReactNode;
  readonly children?: ReactNode;
  /** Ways to somewhere else, at the foot. */
  readonly foot?: ReactNode;
}

/** A page with one thing to do. Its heading takes the focus when something on it takes the place of something else. */
export function EntryPage({ title, lead, children, foot }: EntryPageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(title);
  useEffect(() => {
    document.title = `${title} · RiskOptimizer`;
    if (shown.current !== title) heading.current?.focus();
    shown.current = title;
  }, [title]);
  return (
    <>
      <h1 ref={heading} tabIndex={-1} className={classes.title}>
        {title}
      </h1>
      {lead && <p className={classes.lead}>{lead}</p>}
      {children && <div className={classes.content}>{children}</div>}
      {foot && <footer className={classes.foot}>{foot}</footer>}
    </>
  );
}

/** Shown when the address has no token, because only a part of the link was opened. */
export function IncompleteLink({ title, from }: { readonly title: string; readonly from: string }) {
  return (
    <EntryPage
      title={title}
      lead={
        <>
          This link is incomplete: the part after <code>#token=</code> is missing. Open it again {from}, and take care
          that all of it is copied. A link works once.
        </>
      }
      foot={<Link to="/sign-in">To the sign-in</Link>}
    />
  );
}
