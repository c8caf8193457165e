/** What a schema found wrong with a request, in the words of the API. */
import type { ProblemDetail } from '@riskoptimizer/contracts';
import { ProblemError } from '../../core/errors.ts';

/** The part of an issue that is shown; zod's own and that of its Fastify adapter both have it. */
export interface SchemaIssue {
  readonly message: string;
  /** Names and positions from the outside in. */
  readonly path: readonly PropertyKey[];
}

const listedIssuesMax = 20;

/** A `request-invalid` that names each field by its JSON pointer. */
export function problemOfIssues(issues: readonly SchemaIssue[], where: string): ProblemError {
  const errors: ProblemDetail[] = issues.slice(0, listedIssuesMax).map((issue) => ({
    field: pointerOf(issue.path),
    message: sayPlainly(issue.message),
  }));
  const [first] = errors;
  const more = issues.length > 1 ? ` and ${issues.length - 1} more` : '';
  const detail = `The ${where} is not valid: ${first?.field === '/' ? '' : `${first?.field} `}${first?.message}${more}.`;
  return new ProblemError('request-invalid', detail, { errors, errorCount: issues.length });
}

function pointerOf(path: readonly PropertyKey[]): string {
  return `/${path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;
}

/** "Invalid input: expected number, received null" → "expected number, received null". */
function sayPlainly(message: string): string {
  const text = message.replace(/^Invalid input: /, '');
  return text.charAt(0).toLowerCase() + text.slice(1);
}
