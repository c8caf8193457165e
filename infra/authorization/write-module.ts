import type { ReadRule, ReadTable } from './read-table.ts';

/** The tables of docs/authorization.md as a module of contracts, in the shape that the formatter leaves alone. */
export function moduleOf({ permissionsOf, rules }: ReadTable): string {
  return `/** Made of docs/authorization.md by \`npm run authorization\`. Change the document, not this file. */
import type { Assurance } from './authentication.ts';
import type { ApiKeyScope, Permission, Role } from './authorization.ts';
import type { RouteName } from './routes.ts';

/** What the address of a route names. */
export type AccessObject =
  | 'portfolio'
  | 'asset'
  | 'import'
  | 'session'
  | 'passkey'
  | 'api-key'
  | 'user'
  | 'invitation'
  | 'audit-entry';

export interface RouteRule {
  readonly who: 'public' | 'session' | 'session or key';
  /** Null for a public route. */
  readonly assurance: Assurance | null;
  /** All of them are needed. */
  readonly permissions: readonly Permission[];
  readonly object: AccessObject | null;
  /** The least that the actor must be to the object; null where the permission alone decides. */
  readonly least: 'owner' | 'edit' | 'read' | null;
  /** All of them are needed by an API key. */
  readonly scopes: readonly ApiKeyScope[];
  readonly stepUp: boolean;
  readonly csrf: boolean;
  readonly demo: boolean;
  /** An Idempotency-Key is honoured. */
  readonly repeatable: boolean;
  /** The audit action of a success. */
  readonly audit: string | null;
}

const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
${Object.entries(permissionsOf)
  .map(([role, permissions]) => `  ${role}: ${list(permissions, `  ${role}: `.length)},`)
  .join('\n')}
};

/** What a role may do with what is its own; docs/authorization.md. */
export function permissionsOf(role: Role): readonly Permission[] {
  return rolePermissions[role];
}

export const routeRules: Readonly<Record<RouteName, RouteRule>> = {
${Object.entries(rules)
  .map(([name, rule]) => `  ${name}: {\n${membersOf(rule)}  },`)
  .join('\n')}
};
`;
}

function membersOf(rule: ReadRule): string {
  return Object.entries(rule)
    .map(([name, value]) => `    ${name}: ${Array.isArray(value) ? list(value, 0) : literal(value)},\n`)
    .join('');
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}

const lineWidth = 120;

function list(values: readonly string[], indent: number): string {
  const oneLine = `[${values.map(literal).join(', ')}]`;
  if (indent + oneLine.length + 1 <= lineWidth) return oneLine;
  return `[\n${values.map((value) => `    ${literal(value)},\n`).join('')}  ]`;
}
