/** Reads the tables of docs/authorization.md. What cannot be read is an error with its line, never a cell that is left out. */

export interface ReadRule {
  readonly who: string;
  readonly assurance: string | null;
  readonly permissions: readonly string[];
  readonly object: string | null;
  readonly least: string | null;
  readonly scopes: readonly string[];
  readonly stepUp: boolean;
  readonly csrf: boolean;
  readonly demo: boolean;
  readonly repeatable: boolean;
  readonly audit: string | null;
}

export interface ReadTable {
  readonly permissionsOf: Readonly<Record<string, readonly string[]>>;
  readonly rules: Readonly<Record<string, ReadRule>>;
  /** Method and path, by the name of the route. */
  readonly addresses: Readonly<Record<string, string>>;
}

interface Row {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

export function readAuthorization(markdown: string): ReadTable {
  const roles = tableUnder(markdown, '## Roles');
  const routes = tableUnder(markdown, '## Routes');
  return {
    permissionsOf: Object.fromEntries(
      roles.columns
        .slice(1)
        .map((role) => [
          role,
          roles.rows.filter((row) => yesOrNo(row, role)).map((row) => words(row, 'permission')[0]!),
        ]),
    ),
    rules: Object.fromEntries(routes.rows.map((row) => [words(row, 'route')[0]!, ruleOf(row)])),
    addresses: Object.fromEntries(routes.rows.map((row) => [words(row, 'route')[0]!, words(row, 'address')[0]!])),
  };
}

function ruleOf(row: Row): ReadRule {
  const { kind, least } = objectOf(row);
  return {
    who: oneOf(row, 'who', ['public', 'session', 'session or key']),
    assurance: row.cells['assurance'] === '-' ? null : oneOf(row, 'assurance', ['enrolment', 'full']),
    permissions: words(row, 'permission'),
    object: kind,
    least,
    scopes: words(row, 'scope'),
    stepUp: yesOrNo(row, 'step-up'),
    csrf: yesOrNo(row, 'csrf'),
    demo: yesOrNo(row, 'demo'),
    repeatable: yesOrNo(row, 'repeat'),
    audit: words(row, 'audit')[0] ?? null,
  };
}

/** "portfolio: read" → portfolio, read; "user" → user, nobody's but the permission's. */
function objectOf(row: Row): { kind: string | null; least: string | null } {
  const match = /^(?:-|([a-z-]+)(?:: (owner|edit|read))?)$/.exec(row.cells['object']!);
  if (match === null) throw broken(row, 'object');
  return { kind: match[1] ?? null, least: match[2] ?? null };
}

/** Every `word` of a cell; a dash is none. */
function words(row: Row, column: string): string[] {
  const cell = row.cells[column]!;
  if (cell === '-') return [];
  const found = cell.split(' + ').map((part) => /^`([^`]+)`$/.exec(part)?.[1]);
  if (found.includes(undefined)) throw broken(row, column);
  return found as string[];
}

function yesOrNo(row: Row, column: string): boolean {
  return oneOf(row, column, ['yes', 'no']) === 'yes';
}

function oneOf(row: Row, column: string, allowed: readonly string[]): string {
  const cell = row.cells[column]!;
  if (!allowed.includes(cell)) throw broken(row, column, allowed.join(', '));
  return cell;
}

function broken(
  { line, cells }: Row,
  column: string,
  expected = 'words in backticks joined by " + ", or a dash',
): Error {
  return new Error(
    `docs/authorization.md:${line}: the column "${column}" says "${cells[column]}"; expected ${expected}.`,
  );
}

function tableUnder(markdown: string, heading: string): { columns: string[]; rows: Row[] } {
  const lines = markdown.split('\n');
  const start = lines.indexOf(heading);
  if (start === -1) throw new Error(`docs/authorization.md has no "${heading}".`);
  const first = lines.findIndex((text, index) => index > start && text.startsWith('| '));
  const columns = cellsOf(lines[first]!);
  const rows: Row[] = [];
  for (let index = first + 2; lines[index]?.startsWith('|'); index += 1) {
    const cells = cellsOf(lines[index]!);
    if (cells.length !== columns.length)
      throw new Error(`docs/authorization.md:${index + 1}: ${cells.length} cells; expected ${columns.length}.`);
    rows.push({ line: index + 1, cells: Object.fromEntries(cells.map((cell, place) => [columns[place]!, cell])) });
  }
  return { columns, rows };
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}
