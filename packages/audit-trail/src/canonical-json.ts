import canonicalize from 'canonicalize';
import { AuditTrailError } from './audit-trail-error.ts';

/** A value that JSON writes exactly. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Deeper values are refused, so that no reader of a trail runs out of stack. */
const depthMax = 100;

/**
 * The one text of a JSON value: RFC 8785 (names sorted by UTF-16 code units, no white space, numbers as ECMAScript writes them).
 *
 * @throws AuditTrailError `not-json` naming the place of what JSON cannot write exactly: undefined, NaN, infinities, big integers,
 *   functions, symbols, dates and other objects of a class, empty places of arrays, cycles, text with a lone surrogate.
 *   JSON.stringify would drop or replace these, and the hash would vouch for something that was never said.
 */
export function canonicalJson(value: unknown): string {
  requireJson(value, '', 0);
  return canonicalize(value) as string;
}

/**
 * Reads one canonical text.
 *
 * @throws AuditTrailError `not-json`, or `not-canonical` when the value would be written otherwise: white space, another order,
 *   another spelling of a number or text, a name given twice.
 */
export function parseCanonicalJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AuditTrailError('not-json', `it is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  const canonical = canonicalJson(value);
  if (canonical !== text) {
    const column = firstDifference(canonical, text);
    throw new AuditTrailError(
      'not-canonical',
      `it is not in canonical form (RFC 8785): from column ${column + 1} on it should read ${JSON.stringify(canonical.slice(column, column + 30))}`,
    );
  }
  return value;
}

function firstDifference(one: string, other: string): number {
  let place = 0;
  while (place < one.length && one[place] === other[place]) place++;
  return place;
}

function requireJson(value: unknown, place: string, depth: number): void {
  if (value === null || typeof value === 'boolean') return;
  if (typeof value === 'string') return requireText(value, place);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) refuse(place, `is ${value}`, 'Write null and say why, or the figure as text.');
    return;
  }
  if (typeof value !== 'object') refuse(place, `is ${sayType(value)}`, 'Leave it out, or write null.');
  // A cycle is infinitely deep.
  if (depth >= depthMax) refuse(place, `lies deeper than ${depthMax} levels, or holds itself`, 'Flatten it.');
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) requireJson(value[index], `${place}/${index}`, depth + 1);
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    refuse(place, `is a ${value.constructor.name}`, 'Turn it into plain text, numbers, arrays and objects first.');
  }
  for (const [name, member] of Object.entries(value)) {
    requireText(name, `${place}/${name}`);
    requireJson(member, `${place}/${name}`, depth + 1);
  }
}

function requireText(text: string, place: string): void {
  if (/\p{Surrogate}/u.test(text)) {
    refuse(
      place,
      'holds half of a surrogate pair, which UTF-8 cannot write',
      'Cut text between characters (toWellFormed).',
    );
  }
}

function sayType(value: unknown): string {
  return value === undefined ? 'undefined' : `of type ${typeof value}`;
}

function refuse(place: string, what: string, remedy: string): never {
  throw new AuditTrailError(
    'not-json',
    `the value${place === '' ? '' : ` at ${place}`} ${what}; JSON cannot write that exactly. ${remedy}`,
  );
}
