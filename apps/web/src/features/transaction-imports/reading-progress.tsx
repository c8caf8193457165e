import { Button, Progress } from '@mantine/core';
import { FormProblem } from '../../components/form-problem.tsx';
import classes from './transaction-imports.module.css';
import type { Reading } from './use-reading.ts';

/** That the file is read again, or why it cannot be read that way. */
export function ReadingProgress({ reading: { isReading, error, cancel } }: { readonly reading: Reading }) {
  return (
    <div className={classes.progress} aria-live="polite">
      {isReading && (
        <>
          <span>The file is read again</span>
          <Progress className={classes.track} value={100} animated aria-label="The file is read again" />
          <Button variant="default" onClick={cancel}>
            Cancel
          </Button>
        </>
      )}
      <FormProblem error={error} />
    </div>
  );
}
