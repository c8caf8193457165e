/** SQLSTATE codes of the constraints that callers answer to. */
const uniqueViolation = '23505';
const foreignKeyViolation = '23503';

/** Whether the statement would have stored something twice; `constraint` names the rule. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  return hasCode(error, uniqueViolation) && constraintOf(error) === constraint;
}

/** Whether a row that others point at was to be deleted, or one that is not there was pointed at. */
export function isForeignKeyViolation(error: unknown): boolean {
  return hasCode(error, foreignKeyViolation);
}

/** Drizzle wraps the error of the driver as its cause. */
function driverError(error: unknown): { code?: unknown; constraint?: unknown } {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return typeof cause === 'object' && cause !== null ? cause : {};
}

function hasCode(error: unknown, code: string): boolean {
  return driverError(error).code === code;
}

function constraintOf(error: unknown): unknown {
  return driverError(error).constraint;
}

/** The server is shutting down, starting up, or has no connection left; or the connection broke. */
const unavailableCodes: ReadonlySet<unknown> = new Set([
  '57P01',
  '57P02',
  '57P03',
  '53300',
  // Somebody else held what was waited for, for longer than anybody should wait.
  '55P03',
  '08000',
  '08001',
  '08003',
  '08006',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
]);
const unavailableMessages =
  /Connection terminated|timeout exceeded when trying to connect|Cannot use a pool after calling end/;

/** Whether an error says that the database cannot be reached, rather than that a statement was wrong. */
export function isUnavailable(error: unknown): boolean {
  const cause = driverError(error);
  return unavailableCodes.has(cause.code) || (cause instanceof Error && unavailableMessages.test(cause.message));
}
