/**
 * JSON, read strictly.
 *
 * JSON.parse keeps the last of two equal keys without a word, takes `__proto__` for a key like any other, nests as deep as the
 * stack allows, and lets a list be as long as the body. In an application about money each of these is refused, with its place.
 */
import { ProblemError } from '../../core/errors.ts';

/** Nesting of arrays and objects; the deepest that any request uses is 4. */
export const jsonDepthMax = 32;
/** Items of one array. The longest that is asked for has a row for each of 20,000 days. */
export const jsonArrayLengthMax = 100_000;
/** Keys of one object. The largest that is asked for has one for each of 2,000 holdings. */
export const jsonKeysMax = 10_000;

/**
 * Bytes that are no UTF-8 are refused: replaced silently, two different names would be stored as the same one.
 *
 * @throws ProblemError `request-malformed`
 */
export function decodeStrictUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed('The body is not UTF-8, which JSON is written in (RFC 8259, 8.1). Send it in that encoding.');
  }
}

/** @throws ProblemError `request-malformed` saying what and where. */
export function parseStrictJson(text: string): unknown {
  const value = parse(text);
  refuseSuspicious(text);
  if (text.includes('\\u0000')) refuseNul(value, []);
  return value;
}

function parse(text: string): unknown {
  if (text.trim() === '') throw malformed('The body is empty. Send a JSON object, such as {}.');
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message : 'it cannot be read';
    throw malformed(`The body is not JSON: ${reason}.`);
  }
}

/** PostgreSQL keeps no text with U+0000, and nobody writes one by mistake. */
function refuseNul(value: unknown, path: readonly (string | number)[]): void {
  if (typeof value === 'string' && value.includes('\u0000'))
    throw malformed('The body has the character U+0000 in a text, which is never part of one.', `/${path.join('/')}`);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) refuseNul(inner, [...path, key]);
}

/** Walks over text that is known to be JSON: only strings, brackets, colons and commas matter. */
function refuseSuspicious(text: string): void {
  const openObjects: (Set<string> | null)[] = [];
  /** Commas in each open array. */
  const commas: number[] = [];
  const path: string[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (character === quote) {
      const end = endOfString(text, index);
      const keys = openObjects.at(-1);
      if (keys != null && followedByColon(text, end)) {
        const key = keyAt(text, index, end);
        path[openObjects.length - 1] = key;
        checkKey(key, keys, path.slice(0, openObjects.length));
      }
      index = end;
    } else if (character === openBrace || character === openBracket) {
      openObjects.push(character === openBrace ? new Set() : null);
      commas.push(0);
      if (openObjects.length > jsonDepthMax)
        throw malformed(`The body is nested more than ${jsonDepthMax} levels deep.`);
    } else if (character === closeBrace || character === closeBracket) {
      openObjects.pop();
      commas.pop();
    } else if (character === comma && openObjects.at(-1) === null) {
      const count = commas[commas.length - 1]! + 1;
      if (count >= jsonArrayLengthMax) throw malformed(`The body has a list of more than ${jsonArrayLengthMax} items.`);
      commas[commas.length - 1] = count;
    }
  }
}

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const comma = 0x2c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** The place of the quotation mark that closes the string. */
function endOfString(text: string, start: number): number {
  for (let index = start + 1; ; index += 1) {
    const character = text.charCodeAt(index);
    if (character === backslash) index += 1;
    else if (character === quote) return index;
  }
}

function followedByColon(text: string, end: number): boolean {
  let index = end + 1;
  while (isSpace(text.charCodeAt(index))) index += 1;
  return text.charCodeAt(index) === colon;
}

function isSpace(character: number): boolean {
  return character === 0x20 || character === 0x0a || character === 0x0d || character === 0x09;
}

/** The key itself: "\u0061" is the same key as "a". */
function keyAt(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end);
  return raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
}

function checkKey(key: string, keys: Set<string>, path: readonly string[]): void {
  const pointer = `/${path.filter((part) => part !== undefined).join('/')}`;
  if (key === '__proto__' || (key === 'prototype' && path.at(-2) === 'constructor')) {
    throw malformed(`The body has the key "${key}", which is never data.`, pointer);
  }
  if (keys.has(key)) throw malformed(`The body has the key "${key}" twice; which of the two is meant?`, pointer);
  keys.add(key);
  if (keys.size > jsonKeysMax) throw malformed(`The body has an object of more than ${jsonKeysMax} keys.`);
}

function malformed(detail: string, field?: string): ProblemError {
  const errors = field === undefined ? undefined : [{ field, message: detail }];
  return new ProblemError('request-malformed', detail, errors === undefined ? {} : { errors });
}
