import { Button } from '@mantine/core';
import type { TransactionImport, TransactionImportResult } from '@riskoptimizer/contracts';
import { useCallback, useState } from 'react';
import { Link } from 'react-router';
import { Verdict } from '../../components/verdict.tsx';
import { api } from '../../platform/store.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import { ImportSteps, stepOf } from './import-steps.tsx';
import { resultVerdict } from './import-words.ts';
import { ReadingStep } from './reading-step.tsx';
import { noChoice } from './row-choice.ts';
import { RowsStep } from './rows-step.tsx';
import { SecuritiesStep } from './securities-step.tsx';
import classes from './transaction-imports.module.css';
import { useReading } from './use-reading.ts';

interface ImportReviewProps {
  readonly transactionImport: TransactionImport;
  readonly onRefetch: () => void;
  readonly onClose: () => void;
}

/** What was found in the file and what will happen, step by step, before anything is stored. */
export function ImportReview({ transactionImport, onRefetch, onClose }: ImportReviewProps) {
  const { search, change } = useParameters();
  const [choice, setChoice] = useState(noChoice);
  const [result, setResult] = useState<TransactionImportResult>();
  // Another reading may have other rows: what was chosen by number means nothing any more.
  const reading = useReading(
    transactionImport,
    useCallback(() => setChoice(noChoice), []),
    onRefetch,
  );
  const [discard] = api.useDiscardTransactionImportMutation();
  const drop = () => {
    // It expires by itself: whether it could be discarded now is no reason to stay.
    void discard({ transactionImportId: transactionImport.id });
    onClose();
  };

  if (result !== undefined || transactionImport.status === 'committed') {
    return <Stored transactionImport={transactionImport} result={result} onAgain={onClose} />;
  }
  const step = stepOf(search);
  const toRows = () => change({ step: 'rows', after: undefined, rows: undefined });
  return (
    <>
      <ImportSteps transactionImport={transactionImport} step={step} search={search} onDiscard={drop} />
      {step === 'reading' && (
        <ReadingStep
          transactionImport={transactionImport}
          reading={reading}
          onNext={() => (transactionImport.assets.length === 0 ? toRows() : change({ step: 'securities' }))}
        />
      )}
      {step === 'securities' && (
        <SecuritiesStep transactionImport={transactionImport} reading={reading} onNext={toRows} />
      )}
      {step === 'rows' && (
        <RowsStep
          transactionImport={transactionImport}
          choice={choice}
          onChoose={setChoice}
          onStored={setResult}
          onRefetch={onRefetch}
        />
      )}
    </>
  );
}

interface StoredProps {
  readonly transactionImport: TransactionImport;
  /** Undefined when it was stored before this page was opened. */
  readonly result: TransactionImportResult | undefined;
  readonly onAgain: () => void;
}

function Stored({ transactionImport: { fileName, portfolioId }, result, onAgain }: StoredProps) {
  return (
    <>
      <Verdict>
        {result ? resultVerdict(result, fileName) : `The transactions of ${fileName} are in the ledger.`}
      </Verdict>
      <p className={classes.text}>
        Holdings, cash and results follow from them at once. Each transaction can be corrected or taken out on the
        Transactions page.
      </p>
      <div className={classes.buttons}>
        <Button component={Link} to={`/transactions?portfolio=${portfolioId}`}>
          See the transactions
        </Button>
        <Button component={Link} to={`/holdings?portfolio=${portfolioId}`} variant="default">
          See the holdings
        </Button>
        <Button variant="default" onClick={onAgain}>
          Import another file
        </Button>
      </div>
    </>
  );
}
