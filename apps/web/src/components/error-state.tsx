import { Button } from '@mantine/core';
import type { ProblemDetail } from '@riskoptimizer/contracts';
import type { ReactNode } from 'react';
import { count } from '../platform/format.ts';
import { problemOf } from '../platform/problem.ts';
import classes from './state.module.css';

export interface ErrorStateProps {
  /** What a query, a mutation or a client function failed with. */
  readonly error: unknown;
  /** What was being done, such as "The risk could not be computed". The title of the problem when left out. */
  readonly title?: string;
  readonly onRetry?: (() => void) | undefined;
  readonly action?: ReactNode;
}

/** Says what went wrong, where, what to do, and the request id to quote. */
export function ErrorState({ error, title, onRetry, action }: ErrorStateProps) {
  const problem = problemOf(error);
  return (
    <section className={classes.state} data-kind="error" role="alert">
      <h2 className={classes.title}>{title ?? problem.title}</h2>
      <div className={classes.text}>
        <p>{problem.detail}</p>
        <ProblemList errors={problem.errors} errorCount={problem.errorCount} />
      </div>
      <div className={classes.action}>
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        )}
        {action}
        {problem.requestId && <span className={classes.request}>Request {problem.requestId}</span>}
      </div>
    </section>
  );
}

interface ProblemListProps {
  readonly errors: readonly ProblemDetail[];
  readonly errorCount: number;
}

/** Every single thing that is wrong: where it stands, what it is, what to do. */
export function ProblemList({ errors, errorCount }: ProblemListProps) {
  if (errors.length === 0) return null;
  return (
    <ul className={classes.errors}>
      {errors.map((detail) => (
        <li key={`${detail.line}:${detail.column}:${detail.field}:${detail.message}`}>
          {placeOf(detail) && <span className={classes.where}>{placeOf(detail)}: </span>}
          {detail.message}
          {detail.remedy && <span className={classes.where}> {detail.remedy}</span>}
        </li>
      ))}
      {errorCount > errors.length && <li>and {count(errorCount - errors.length)} more</li>}
    </ul>
  );
}

/** `line 12, column 3 (ACME)`; a field alone for a request body. Nothing when the message says it already. */
export function placeOf({ line, column, field, message }: ProblemDetail): string {
  if (line !== undefined && new RegExp(`\\bline ${line}\\b`, 'i').test(message)) return '';
  const position = [line && `line ${line}`, column && `column ${column}`].filter(Boolean).join(', ');
  if (!position) return field ?? '';
  return field ? `${position} (${field})` : position;
}
