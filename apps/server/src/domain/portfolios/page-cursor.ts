/** Where a page ended, as an opaque text that comes back with the question for the next one. */
import { z } from 'zod';
import { ProblemError } from '../../core/errors.ts';

export interface PageCursor<Place> {
  write(place: Place): string;
  /** @throws ProblemError `request-invalid` for anything that was not written here. */
  read(text: string | undefined, isExpected?: (place: Place) => boolean): Place | null;
}

export function pageCursor<Place>(schema: z.ZodType<Place>): PageCursor<Place> {
  const write = (place: Place) => Buffer.from(JSON.stringify(place)).toString('base64url');
  return {
    write,
    read(text, isExpected = () => true) {
      if (text === undefined) return null;
      const place = schema.safeParse(parse(text));
      // Node skips what is not base64: only the very text that was written is taken.
      if (!place.success || write(place.data) !== text || !isExpected(place.data)) throw garbled(text);
      return place.data;
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function garbled(text: string): ProblemError {
  return new ProblemError('request-invalid', 'The cursor is not one that this list gave.', {
    errors: [
      {
        field: '/cursor',
        message: 'expected the nextCursor of the page before, unchanged and for the same list',
        value: text.slice(0, 60),
        remedy: 'Begin again without a cursor.',
      },
    ],
  });
}
