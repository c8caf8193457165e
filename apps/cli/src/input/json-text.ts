import { CliError } from '../core/cli-error.ts';

/** A JSON value together with where it stands, so that a message about it can name line and column. */
export interface JsonNode {
  readonly value: unknown;
  readonly line: number;
  readonly column: number;
  readonly fields: ReadonlyMap<string, JsonField> | null;
  readonly items: readonly JsonNode[] | null;
}

export interface JsonField {
  readonly line: number;
  readonly column: number;
  readonly node: JsonNode;
}

const depthMax = 64;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /[A-Za-z]+/y;
const text = /"[^"\\]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\]*)*"/y;

/**
 * Parses JSON strictly (RFC 8259), remembering the place of every value.
 *
 * Unlike `JSON.parse` it refuses a field that stands twice in an object and a number beyond double precision: both would
 * silently become another number than the one that was meant.
 *
 * @throws CliError with file, line and column.
 */
export function parseJson(source: string, file: string): JsonNode {
  const scanner = createScanner(source.startsWith('\ufeff') ? source.slice(1) : source, file);
  scanner.skipSpace();
  const node = parseValue(scanner, 0);
  scanner.skipSpace();
  if (!scanner.atEnd()) throw scanner.unexpected('the end of the file');
  return node;
}

function parseValue(scanner: Scanner, depth: number): JsonNode {
  const { line, column } = scanner.place();
  if (depth > depthMax) throw scanner.fail('invalid-json', `the values are nested more than ${depthMax} deep.`);
  const first = scanner.peek();
  if (first === '{') return parseObject(scanner, depth, line, column);
  if (first === '[') return parseArray(scanner, depth, line, column);
  if (first === '"') return leaf(parseText(scanner), line, column);
  const digits = scanner.match(number);
  if (digits !== null) return leaf(parseNumber(scanner, digits, line, column), line, column);
  return leaf(parseWord(scanner, line, column), line, column);
}

function leaf(value: unknown, line: number, column: number): JsonNode {
  return { value, line, column, fields: null, items: null };
}

function parseObject(scanner: Scanner, depth: number, line: number, column: number): JsonNode {
  const fields = new Map<string, JsonField>();
  scanner.take('{');
  scanner.skipSpace();
  while (scanner.peek() !== '}') {
    const place = scanner.place();
    if (scanner.peek() !== '"') throw scanner.unexpected('a field name in double quotes');
    const name = parseText(scanner);
    if (name === '__proto__') {
      throw scanner.fail('invalid-field', 'the name "__proto__" cannot be used here.', place, name);
    }
    const twin = fields.get(name);
    if (twin !== undefined) {
      throw scanner.fail('duplicate-field', `the field "${name}" stands on line ${twin.line} already.`, place, name);
    }
    scanner.skipSpace();
    if (scanner.peek() !== ':') throw scanner.unexpected('":" after the field name');
    scanner.take(':');
    scanner.skipSpace();
    fields.set(name, { ...place, node: parseValue(scanner, depth + 1) });
    scanner.skipSpace();
    if (!endOfItem(scanner, '}')) break;
  }
  scanner.take('}');
  const value = Object.fromEntries([...fields].map(([name, field]) => [name, field.node.value]));
  return { value, line, column, fields, items: null };
}

function parseArray(scanner: Scanner, depth: number, line: number, column: number): JsonNode {
  const items: JsonNode[] = [];
  scanner.take('[');
  scanner.skipSpace();
  while (scanner.peek() !== ']') {
    items.push(parseValue(scanner, depth + 1));
    scanner.skipSpace();
    if (!endOfItem(scanner, ']')) break;
  }
  scanner.take(']');
  return { value: items.map((item) => item.value), line, column, fields: null, items };
}

/** After a value: a comma and another value (true), or the closing bracket (false). */
function endOfItem(scanner: Scanner, closing: '}' | ']'): boolean {
  if (scanner.peek() === closing) return false;
  if (scanner.peek() !== ',') throw scanner.unexpected(`"," or "${closing}"`);
  scanner.take(',');
  scanner.skipSpace();
  if (scanner.peek() === closing) throw scanner.unexpected('another value after the comma');
  return true;
}

function parseText(scanner: Scanner): string {
  const place = scanner.place();
  const quoted = scanner.match(text);
  const fault = 'the text is not closed or holds a character that needs an escape.';
  if (quoted === null) throw scanner.fail('invalid-json', fault, place);
  try {
    return JSON.parse(quoted) as string;
  } catch {
    // What is left for JSON.parse to refuse are control characters, line ends among them.
    throw scanner.fail('invalid-json', fault, place);
  }
}

function parseNumber(scanner: Scanner, digits: string, line: number, column: number): number {
  const value = Number(digits);
  if (!Number.isFinite(value)) {
    throw scanner.fail('invalid-field', `${digits} is beyond double precision.`, { line, column });
  }
  return value;
}

function parseWord(scanner: Scanner, line: number, column: number): unknown {
  const found = scanner.peekWord();
  if (found === 'true' || found === 'false' || found === 'null') {
    scanner.take(found);
    return found === 'null' ? null : found === 'true';
  }
  if (found === null) throw scanner.unexpected('a value');
  throw scanner.fail('invalid-json', `"${found}" is not a JSON value.`, { line, column });
}

type Scanner = ReturnType<typeof createScanner>;

function createScanner(source: string, file: string) {
  let at = 0;
  let line = 1;
  let lineStart = 0;

  function match(pattern: RegExp): string | null {
    pattern.lastIndex = at;
    const found = pattern.exec(source)?.[0] ?? null;
    if (found !== null) at += found.length;
    return found;
  }

  function place(): { line: number; column: number } {
    return { line, column: at - lineStart + 1 };
  }

  function fail(
    code: 'invalid-json' | 'invalid-field' | 'duplicate-field',
    sentence: string,
    where = place(),
    field: string | null = null,
  ): CliError {
    const remedy = code === 'duplicate-field' ? 'Keep one of the two.' : 'Correct the file at this place.';
    return new CliError(code, `Line ${where.line}, column ${where.column}: ${sentence}`, remedy, {
      file,
      ...where,
      field,
    });
  }

  return {
    match,
    place,
    fail,
    peek: (): string => source[at] ?? '',
    peekWord: (): string | null => {
      word.lastIndex = at;
      return word.exec(source)?.[0] ?? null;
    },
    atEnd: (): boolean => at >= source.length,
    take(expected: string): void {
      at += expected.length;
    },
    skipSpace(): void {
      for (; at < source.length; at += 1) {
        const character = source[at];
        if (character === '\n') {
          line += 1;
          lineStart = at + 1;
        } else if (character !== ' ' && character !== '\t' && character !== '\r') return;
      }
    },
    unexpected(expected: string): CliError {
      const found = at >= source.length ? 'the file ends' : `found ${JSON.stringify(source[at])}`;
      return fail('invalid-json', `expected ${expected}; ${found}.`);
    },
  };
}
