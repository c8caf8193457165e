import { problemOf } from '../platform/problem.ts';
import { ProblemList } from './error-state.tsx';
import { isAllBesideFields } from './field-problems.ts';
import classes from './form-problem.module.css';

interface FormProblemProps {
  /** Undefined when nothing went wrong. */
  readonly error: unknown;
  /** Fields that show their own messages. */
  readonly fields?: readonly string[];
}

const noFields: readonly string[] = [];

/** Why a form was not accepted, in a line or two above its button. */
export function FormProblem({ error, fields = noFields }: FormProblemProps) {
  if (error === undefined || isAllBesideFields(error, fields)) return null;
  const { title, detail, errors, errorCount, requestId } = problemOf(error);
  const others = errors.filter(({ field }) => !fields.includes(field?.replace(/^\//, '') ?? ''));
  return (
    <div className={classes.problem} role="alert">
      <strong>{title}</strong>
      <p>{detail}</p>
      <ProblemList errors={others} errorCount={others.length === errors.length ? errorCount : others.length} />
      {requestId && <p className={classes.request}>Request {requestId}</p>}
    </div>
  );
}
