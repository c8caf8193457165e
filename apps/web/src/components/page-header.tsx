import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import classes from './page-header.module.css';
import { SimulatedBadge } from './simulated-badge.tsx';

export interface PageHeaderProps {
  /** Name of the page; also the title of the document. */
  readonly title: string;
  /** What the page is about, such as the name of the portfolio. */
  readonly subject?: string | undefined;
  readonly simulated?: boolean | undefined;
  /** Short facts beside the subject, such as the window. */
  readonly facts?: ReactNode;
  /** Controls of the whole page, at the right. */
  readonly children?: ReactNode;
}

/** The page that had the focus last, over all mounts: changing a control must never take the focus away from it. */
let enteredPathname: string | undefined;

/** Opens a page: its name, its subject and the controls that change everything below. Takes the focus when the page is entered. */
export function PageHeader({ title, subject, simulated = false, facts, children }: PageHeaderProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname } = useLocation();

  useEffect(() => {
    document.title = `${subject ? `${title}: ${subject}` : title} · RiskOptimizer`;
  }, [title, subject]);

  useEffect(() => {
    // After a move inside the app, not on the first load: a screen reader then starts at the new page.
    if (enteredPathname !== undefined && enteredPathname !== pathname) heading.current?.focus({ preventScroll: true });
    enteredPathname = pathname;
  }, [pathname]);

  return (
    <header className={classes.header}>
      <div className={classes.names}>
        <h1 ref={heading} tabIndex={-1} className={classes.title}>
          {title}
        </h1>
        {subject && <span className={classes.subject}>{subject}</span>}
        {simulated && <SimulatedBadge />}
        {facts && <span className={classes.facts}>{facts}</span>}
      </div>
      {children && <div className={classes.controls}>{children}</div>}
    </header>
  );
}
