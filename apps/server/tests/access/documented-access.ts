/**
 * What docs/authorization.md promises, read for the tests by code of their own: neither the generator nor the table that the
 * server checks by is used here, so that a mistake in either is found.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Row = Readonly<Record<string, string>>;

const text = readFileSync(join(import.meta.dirname, '../../../../docs/authorization.md'), 'utf8');

/** The rows of the one table whose header starts with these words. */
function rowsBelow(...firstColumns: string[]): Row[] {
  const lines = text.split('\n').map((line) => line.trim());
  const header = lines.findIndex((line) => {
    const cells = split(line);
    return firstColumns.every((column, place) => cells[place] === column);
  });
  const columns = split(lines[header]!);
  const rows: Row[] = [];
  for (const line of lines.slice(header + 2)) {
    if (!line.startsWith('|')) break;
    rows.push(Object.fromEntries(split(line).map((cell, place) => [columns[place]!, cell.replaceAll('`', '')])));
  }
  return rows;
}

function split(line: string): string[] {
  return line
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());
}

/** Rows of routes: route, address, who, assurance, permission, object, scope, step-up, csrf, demo, repeat, audit. */
export const documentedRoutes: readonly Row[] = rowsBelow('route', 'address');

const roleRows = rowsBelow('permission', 'viewer');

export function roleMay(role: string, permission: string): boolean {
  return roleRows.find((row) => row.permission === permission)?.[role] === 'yes';
}

/** What somebody who asks is, as far as access goes. */
export interface Caller {
  /** Null: nobody, or with a token that is not good. */
  readonly credential: 'session' | 'key' | null;
  readonly role: string;
  readonly assurance: 'full' | 'enrolment';
  readonly confirmed: boolean;
  readonly isDemo: boolean;
  readonly scopes: readonly string[];
  /** A web session that sends no X-CSRF-Token. */
  readonly withoutProof: boolean;
}

export type Standing = 'own' | 'foreign' | 'missing' | 'read' | 'edit' | 'expired' | 'none';

const order = ['read', 'edit', 'owner'];

/**
 * What the document promises: 401, 403, 404, or that the request is let through to what it asks for.
 *
 * @param standing what the caller is to the object of the address; `none` where the address names no object.
 */
export function promised(row: Row, caller: Caller, standing: Standing): 401 | 403 | 404 | 'through' {
  if (row.who === 'public') return 'through';
  if (caller.credential === null) return 401;
  if (caller.credential === 'key' && row.who === 'session') return 403;
  if (caller.credential === 'session' && caller.assurance === 'enrolment' && row.assurance === 'full') return 403;
  const needed = listed(row.permission);
  if (needed.some((permission) => !roleMay(caller.role, permission))) return 403;
  if (caller.credential === 'key' && listed(row.scope).some((scope) => !caller.scopes.includes(scope))) return 403;
  if (caller.isDemo && row.demo === 'no') return 403;
  if (row['step-up'] === 'yes' && !caller.confirmed) return 403;
  if (row.csrf === 'yes' && caller.withoutProof) return 403;
  if (standing === 'none' || standing === 'own') return 'through';
  if (standing === 'missing' || standing === 'expired') return 404;
  const [, least] = (row.object ?? '').split(': ');
  // Of users and invitations the permission decides; whose they are does not matter.
  if (least === undefined) return 'through';
  if (standing === 'foreign') return 404;
  const level = standing === 'edit' && !roleMay(caller.role, 'portfolio:change') ? 'read' : standing;
  return order.indexOf(level) >= order.indexOf(least) ? 'through' : 403;
}

function listed(cell: string | undefined): string[] {
  return cell === undefined || cell === '-' ? [] : cell.split(' + ');
}
