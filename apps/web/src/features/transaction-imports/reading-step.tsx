import { Button } from '@mantine/core';
import type { TransactionImport } from '@riskoptimizer/contracts';
import { Figure } from '../../components/figure.tsx';
import { FigureStrip } from '../../components/figure-strip.tsx';
import { Verdict } from '../../components/verdict.tsx';
import { count } from '../../platform/format.ts';
import { ColumnsPanel } from './columns-panel.tsx';
import { formatNames } from './file-words.ts';
import { FormatPanel } from './format-panel.tsx';
import { readingVerdict } from './import-words.ts';
import { KindsPanel } from './kinds-panel.tsx';
import { isOwnTable } from './mapping-change.ts';
import { ReadingProgress } from './reading-progress.tsx';
import { SavedMappings } from './saved-mappings.tsx';
import classes from './transaction-imports.module.css';
import type { Reading } from './use-reading.ts';

export interface ReadingStepProps {
  readonly transactionImport: TransactionImport;
  readonly reading: Reading;
  readonly onNext: () => void;
}

/** What was recognised in the file. Everything can be said otherwise; what is doubtful must be. */
export function ReadingStep({ transactionImport, reading, onNext }: ReadingStepProps) {
  const { table, questions } = transactionImport;
  const isOwn = table !== null && isOwnTable(reading.mapping, table);
  return (
    <div aria-busy={reading.isReading || undefined}>
      <Verdict>{readingVerdict(transactionImport)}</Verdict>
      {questions.length > 0 && (
        <ul className={classes.questions} aria-label="Questions">
          {questions.map(({ about, message, values }) => (
            <li key={about}>
              {message}
              {about === 'kinds' && ` ${values.map((word) => `“${word}”`).join(', ')}`}
            </li>
          ))}
        </ul>
      )}
      <RecognisedFigures transactionImport={transactionImport} />
      <ReadingProgress reading={reading} />
      {table === null ? (
        <p className={classes.text}>This format names its fields itself: there is nothing to choose.</p>
      ) : isOwn ? (
        <p className={classes.text}>
          The columns are our own, written by an export: there is nothing to choose, and it reads back equal.
        </p>
      ) : (
        <>
          <KindsPanel transactionImport={transactionImport} reading={reading} />
          <div className={classes.grid}>
            <div className={classes.stack}>
              <FormatPanel transactionImport={transactionImport} table={table} reading={reading} />
              <SavedMappings transactionImport={transactionImport} reading={reading} />
            </div>
            <ColumnsPanel table={table} reading={reading} />
          </div>
        </>
      )}
      <div className={classes.buttons}>
        <Button onClick={onNext}>Next</Button>
      </div>
    </div>
  );
}

function RecognisedFigures({ transactionImport }: { readonly transactionImport: TransactionImport }) {
  const { format, table, counts } = transactionImport;
  return (
    <FigureStrip label="What was recognised">
      <Figure
        label="Format"
        value={formatNames[format]}
        note={
          table?.sheet
            ? `sheet “${table.sheet}”`
            : table
              ? `columns named in line ${count(table.headerLine)}`
              : undefined
        }
      />
      <Figure label="Rows" value={count(counts.rows)} />
      <Figure label="Can be stored" value={count(counts.valid)} />
      <Figure
        label="With errors"
        value={count(counts.invalid)}
        note={counts.invalid === 0 ? 'none' : 'named line by line in the last step'}
        tone={counts.invalid === 0 ? undefined : 'warning'}
      />
      <Figure
        label="Look like the ledger’s"
        value={count(counts.duplicates)}
        note={counts.duplicates === 0 ? 'none' : 'shown beside it, for you to decide'}
        tone={counts.duplicates === 0 ? undefined : 'warning'}
      />
    </FigureStrip>
  );
}
