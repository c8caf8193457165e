/** Structured logs: one JSON object a line, secrets blanked out. What a person reads at the start is printed elsewhere. */
import { type DestinationStream, type Logger, pino } from 'pino';
import { loggedError } from './logged-error.ts';

export type { Logger } from 'pino';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Fields whose values never reach a log, at the top and one level down, and in headers. */
const secretFields = [
  'password',
  'token',
  'secret',
  'authorization',
  'cookie',
  'connectionString',
  'databaseUrl',
  'redisUrl',
];

const redactedPaths = [
  ...secretFields.flatMap((field) => [field, `*.${field}`]),
  // Whoever logs headers: a request, or a plugin its options.
  ...['authorization', 'cookie', '["set-cookie"]', '["x-csrf-token"]', '["idempotency-key"]'].map((field) =>
    field.startsWith('[') ? `*.headers${field}` : `*.headers.${field}`,
  ),
];

/**
 * A logger that writes to the destination. The API gives each request a child of it with `reqId`.
 *
 * Times are ISO 8601 in UTC; errors stand under `err` with their stack, without the values of a
 * statement that failed.
 */
export function createLogger(options: { level: LogLevel; destination: DestinationStream }): Logger {
  return pino(
    {
      level: options.level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: loggedError },
      redact: { paths: redactedPaths, censor: '[redacted]' },
    },
    options.destination,
  );
}
