/** Versions as entity tags (RFC 9110): who changes a portfolio says which version was seen. */
import { ProblemError } from '../../../core/errors.ts';
import type { ExpectedVersion } from '../../../domain/portfolios/ports.ts';

/** The strong entity tag of a version. */
export function entityTag(version: number): string {
  return `"${version}"`;
}

/**
 * The versions that an If-Match header allows. A weak tag never matches, as the comparison is strong.
 *
 * @throws ProblemError `version-required` without the header, `request-invalid` when it is not a list of entity tags.
 */
export function expectedVersion(header: string | undefined): ExpectedVersion {
  if (header === undefined || header.trim() === '') {
    const detail =
      'Say which version you are changing: send If-Match with the ETag of the portfolio you read, such as If-Match: "3".';
    throw new ProblemError('version-required', detail);
  }
  if (header.trim() === '*') return 'any';
  const tags = header.split(',').map((tag) => tag.trim());
  if (!tags.every((tag) => /^(W\/)?"[^"]*"$/.test(tag))) throw malformed(header);
  return tags.flatMap((tag) => {
    const version = /^"(\d{1,9})"$/.exec(tag)?.[1];
    return version === undefined ? [] : [Number(version)];
  });
}

function malformed(header: string): ProblemError {
  const shown = header.slice(0, 60);
  return new ProblemError(
    'request-invalid',
    `If-Match is ${shown}; expected an entity tag in quotation marks, such as "3".`,
    {
      errors: [
        {
          field: '/headers/if-match',
          message: 'expected an entity tag in quotation marks',
          value: shown,
          remedy: 'Send the ETag as it came.',
        },
      ],
    },
  );
}
