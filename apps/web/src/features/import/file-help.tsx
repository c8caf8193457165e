import classes from './file-help.module.css';

/** What file is needed, with one to try. */
export function FileHelp() {
  return (
    <section className={classes.help} aria-label="What file do I need">
      <h2>What file do I need?</h2>
      <p>
        A table of closing prices as CSV: one line a date, one column an asset. Every spreadsheet saves such a file, and
        most banks and data services export one.
      </p>
      <pre className={classes.example}>{`date,WORLD,BONDS,GOLD
2024-01-02,100.12,50.04,1803.10
2024-01-03,99.85,50.11,
2024-01-04,100.40,50.09,1811.75`}</pre>
      <ul>
        <li>The first column is the date, oldest first. ISO dates are safest; other forms are recognised.</li>
        <li>An empty cell is a missing price. It stays missing and is never filled in.</li>
        <li>Commas, semicolons and tabs are understood, and decimal commas with the latter two.</li>
        <li>All prices of a file are in one currency. At least two dates and one asset.</li>
      </ul>
      <p>
        To try it:{' '}
        <a href="/example-prices.csv" download>
          an example of prices
        </a>{' '}
        (simulated, four assets, with a gap and a late start) and{' '}
        <a href="/example-weights.csv" download>
          weights for it
        </a>
        .
      </p>
    </section>
  );
}
