/** What the server found wrong with a form, beside the field it is about. */
import { problemOf } from '../platform/problem.ts';

/** The messages for one field of a body, or undefined; `field` is the name of the member. */
export function problemOfField(error: unknown, field: string): string | undefined {
  if (error === undefined) return undefined;
  const messages = problemOf(error).errors.flatMap((detail) =>
    detail.field?.replace(/^\//, '') === field ? [[detail.message, detail.remedy].filter(Boolean).join('. ')] : [],
  );
  return messages.length === 0 ? undefined : messages.join('. ');
}

/** Whether everything that is wrong stands beside a field already. */
export function isAllBesideFields(error: unknown, fields: readonly string[]): boolean {
  const { errors, errorCount } = problemOf(error);
  return (
    errors.length > 0 &&
    errors.length === errorCount &&
    errors.every(({ field }) => field !== undefined && fields.includes(field.replace(/^\//, '')))
  );
}
