/**
 * Errors as they are logged: what happened and where, without the values of the statement that failed. Those are names, sealed
 * texts and hashes of people, and a log is read by more people than the database.
 */
import { stdSerializers } from 'pino';

/** For the field `err` of a line: type, message, stack, causes; no parameters, no rows. */
export function loggedError(error: unknown): unknown {
  return error instanceof Error ? stdSerializers.err(withoutValues(error, 0)) : typeof error;
}

const causesMax = 10;

function withoutValues(error: Error, depth: number): Error {
  const message = messageWithoutValues(error);
  const cause =
    error.cause instanceof Error && depth < causesMax ? { cause: withoutValues(error.cause, depth + 1) } : {};
  const copy = new Error(message, cause);
  copy.name = error.name;
  // The frames alone: a stack begins with the whole message.
  const frames = error.stack?.slice(error.stack.indexOf(error.message) + error.message.length) ?? '';
  copy.stack = `${error.name}: ${message}${frames}`;
  const code: unknown = 'code' in error ? error.code : undefined;
  const constraint: unknown = 'constraint' in error ? error.constraint : undefined;
  // pino takes the type from the constructor.
  Object.defineProperty(copy, 'constructor', { value: error.constructor, enumerable: false });
  return Object.assign(copy, typeof code === 'string' ? { code } : {}, constraint === undefined ? {} : { constraint });
}

/** Drizzle appends the parameters of a statement to its message, PostgreSQL the value that it could not read. */
function messageWithoutValues(error: Error): string {
  if ('query' in error && 'params' in error) return `Failed query: ${String(error.query)}`;
  const isOfData = 'code' in error && typeof error.code === 'string' && /^22[0-9A-Z]{3}$/.test(error.code);
  return isOfData ? error.message.replace(/"[^]*"/, '"…"') : error.message;
}
