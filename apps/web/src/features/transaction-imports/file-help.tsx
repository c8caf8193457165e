import classes from './transaction-imports.module.css';

/** What file is needed, and what is done with it. */
export function FileHelp() {
  return (
    <section className={classes.help} aria-label="What file do I need">
      <h2>What file do I need?</h2>
      <p>The statement or the list of transactions that your broker or bank offers for download, as it is.</p>
      <pre className={classes.example}>{`Date,Action,Symbol,Quantity,Price,Fee,Currency
2024-01-15,Buy,ACME,10,101.50,1,USD
2024-03-28,Dividend,ACME,,2.40,,USD`}</pre>
      <ul>
        <li>Columns are known by their names in six languages, or said by you.</li>
        <li>Delimiter, decimal sign, order of dates and encoding are found out; what is doubtful is asked.</li>
        <li>Securities are matched by ISIN, FIGI or symbol with your assets, or chosen by you.</li>
        <li>Rows that look like what is in the ledger are shown beside it, never dropped silently.</li>
        <li>Files of our own, from the Transactions page, are read back without a question.</li>
      </ul>
    </section>
  );
}
