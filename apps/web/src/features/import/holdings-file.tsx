import { Button, Textarea } from '@mantine/core';
import type { ProblemDetail } from '@riskoptimizer/contracts';
import { type PriceFileProblem, readHoldings } from '@riskoptimizer/price-csv';
import { type DragEvent, useState } from 'react';
import { ProblemList } from '../../components/error-state.tsx';
import { type AllocationKind, type AllocationRow, perCentText } from '../portfolios/allocation-draft.ts';
import classes from './holdings-file.module.css';

interface HoldingsFileProps {
  readonly rows: readonly AllocationRow[];
  readonly onRead: (rows: readonly AllocationRow[], kind: AllocationKind) => void;
}

/** Weights or share counts as a second CSV, pasted or dropped, read into the fields below it. */
export function HoldingsFile({ rows, onRead }: HoldingsFileProps) {
  const [text, setText] = useState('');
  const [problems, setProblems] = useState<{ errors: ProblemDetail[]; count: number } | null>(null);

  const fill = (written: string) => {
    const result = readHoldings(written, { knownAssets: rows.map(({ symbol }) => symbol), weightSum: null });
    if (!result.ok) {
      setProblems({ errors: result.problems.map(problemDetail), count: result.problemCount });
      return;
    }
    setProblems(null);
    const amounts = new Map(result.holdings.map(({ asset, amount }) => [asset, amount]));
    const isWeight = result.kind === 'weight';
    const textOf = (amount: string | undefined) =>
      amount === undefined ? '' : isWeight ? perCentText(Number(amount)) : amount;
    onRead(
      rows.map((row) => ({ ...row, text: textOf(amounts.get(row.symbol)) })),
      isWeight ? 'weights' : 'quantities',
    );
  };
  const drop = async (event: DragEvent) => {
    const file = event.dataTransfer.files[0];
    if (!file) return;
    event.preventDefault();
    const written = await file.text();
    setText(written);
    fill(written);
  };

  return (
    <details className={classes.file}>
      <summary>Paste them as CSV instead</summary>
      <Textarea
        aria-label="Weights or share counts as CSV"
        description="A header asset,weight (0.25 is 25 %) or asset,quantity, then a line an asset. A file can be dropped here."
        placeholder={'asset,weight\nWORLD,0.6\nBONDS,0.4'}
        autosize
        minRows={4}
        maxRows={12}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => void drop(event)}
      />
      {problems && (
        <div role="alert">
          <ProblemList errors={problems.errors} errorCount={problems.count} />
        </div>
      )}
      <Button variant="default" mt={8} disabled={text.trim() === ''} onClick={() => fill(text)}>
        Fill in
      </Button>
    </details>
  );
}

function problemDetail({ message, line, column, field, remedy }: PriceFileProblem): ProblemDetail {
  return { message, remedy, line: line ?? undefined, column: column ?? undefined, field: field ?? undefined };
}
