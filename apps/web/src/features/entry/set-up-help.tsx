import classes from './entry-page.module.css';

/** How the first account is made. Only somebody at the terminal of the server can do it. */
export function SetUpHelp() {
  return (
    <p className={classes.note}>
      The terminal in which RiskOptimizer was started shows a link that ends in <code>/set-up#token=…</code> Open it to
      make the first account, which is the administrator. It works once. From then on everybody signs in, and the demo
      is closed.
    </p>
  );
}
