import type { TransactionImport } from '@riskoptimizer/contracts';
import { Link } from 'react-router';
import { TextButton } from '../../components/text-button.tsx';
import { bytes } from '../../platform/format.ts';
import { instant } from '../../platform/instants.ts';
import { withParameters } from '../../platform/url-state.ts';
import classes from './transaction-imports.module.css';

const steps = ['reading', 'securities', 'rows'] as const;
type Step = (typeof steps)[number];

const names: Readonly<Record<Step, string>> = {
  reading: 'How it is read',
  securities: 'Securities',
  rows: 'Rows to store',
};

/** The address says which step is shown; without a word the first. */
export function stepOf(search: URLSearchParams): Step {
  return steps.find((step) => step === search.get('step')) ?? 'reading';
}

interface ImportStepsProps {
  readonly transactionImport: TransactionImport;
  readonly step: Step;
  readonly search: URLSearchParams;
  readonly onDiscard: () => void;
}

/** Where one is, what is still open in each step, and the way out. */
export function ImportSteps({ transactionImport, step, search, onDiscard }: ImportStepsProps) {
  const { fileName, byteCount, expiresAt } = transactionImport;
  return (
    <div className={classes.stepsBar}>
      <nav aria-label="Steps of the import">
        <ol className={classes.steps}>
          {steps.map((name, index) => (
            <li key={name}>
              <Link
                className={classes.step}
                to={addressOf(name, search)}
                aria-current={name === step ? 'step' : undefined}
              >
                <span aria-hidden="true" className={classes.stepNumber}>
                  {index + 1}
                </span>
                {names[name]}
                {openCount(name, transactionImport) > 0 && (
                  <span className={classes.open}>{openCount(name, transactionImport)} open</span>
                )}
              </Link>
            </li>
          ))}
        </ol>
      </nav>
      <p className={classes.fileLine}>
        <span>
          <b>{fileName}</b>, {bytes(byteCount)}; kept until {instant(expiresAt)}, not stored
        </span>
        <TextButton onClick={onDiscard}>Discard</TextButton>
      </p>
    </div>
  );
}

function addressOf(step: Step, search: URLSearchParams): string {
  return `?${withParameters(search, { step, after: undefined, rows: undefined }, { step: 'reading' })}`;
}

function openCount(step: Step, { questions, assets }: TransactionImport): number {
  if (step === 'reading') return questions.length;
  return step === 'securities' ? assets.filter(({ assetId }) => assetId === null).length : 0;
}
