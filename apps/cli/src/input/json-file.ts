import type { z } from 'zod';
import { CliError } from '../core/cli-error.ts';
import { type JsonNode, parseJson } from './json-text.ts';
import { readTextFile } from './text-file.ts';

/** A JSON file that has the shape of its schema, and where each of its fields stands. */
export interface JsonFile<Content> {
  readonly file: string;
  readonly sha256: string;
  readonly content: Content;
  /** An error about one field, with its line and column. */
  fail(
    code: 'invalid-field' | 'unknown-asset' | 'weights-sum' | (string & {}),
    path: Path,
    sentence: string,
    remedy: string,
  ): CliError;
}

export type Path = readonly (string | number)[];

/**
 * Reads a JSON file strictly: no field too many, none missing, each of the right type.
 *
 * @throws CliError with file, line, column and field of the first thing that is wrong.
 */
export async function readJsonFile<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): Promise<JsonFile<z.output<Schema>>> {
  const { text, sha256 } = await readTextFile(file);
  const root = parseJson(text, file);
  const parsed = schema.safeParse(root.value);
  if (!parsed.success) throw describeIssue(file, root, parsed.error.issues[0] as z.core.$ZodIssue);
  return {
    file,
    sha256,
    content: parsed.data,
    fail: (code, path, sentence, remedy) => failAt(file, root, code, path, sentence, remedy),
  };
}

function describeIssue(file: string, root: JsonNode, issue: z.core.$ZodIssue): CliError {
  const path = issue.path.filter((key) => typeof key !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    const unknown = [...path, issue.keys[0] ?? ''];
    return failAt(file, root, 'unknown-field', unknown, 'nobody reads this field.', 'Remove it, or correct its name.');
  }
  const missing = nodeAt(root, path) === undefined;
  if (missing) return failAt(file, root, 'missing-field', path, 'the field is missing.', 'Add it.');
  const sentence = `${lowerFirst(issue.message.replace(/^Invalid input: /, ''))}.`;
  return failAt(file, root, 'invalid-field', path, sentence, 'Correct the field.');
}

function failAt(file: string, root: JsonNode, code: string, path: Path, sentence: string, remedy: string): CliError {
  const { line, column } = placeOf(root, path);
  const field = writePath(path);
  const where = `Line ${line}, column ${column}${field === '' ? '' : ` (${field})`}`;
  return new CliError(code, `${where}: ${sentence}`, remedy, {
    file,
    line,
    column,
    field: field === '' ? null : field,
  });
}

function nodeAt(root: JsonNode, path: Path): JsonNode | undefined {
  let node: JsonNode | undefined = root;
  for (const key of path) {
    node = typeof key === 'number' ? node?.items?.[key] : node?.fields?.get(key)?.node;
  }
  return node;
}

/** The place of a field's name, of an array's item, or of the innermost value around it that exists. */
function placeOf(root: JsonNode, path: Path): { line: number; column: number } {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = nodeAt(root, path.slice(0, length - 1));
    const key = path[length - 1] as string | number;
    const place = typeof key === 'number' ? parent?.items?.[key] : parent?.fields?.get(key);
    if (place !== undefined) return place;
  }
  return root;
}

/** ["bounds", "A", 0] as "bounds.A[0]". */
function writePath(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
