import type { ReadRule, ReadTable } from './read-table.ts';

/** What many rows have in common, so that the module can be read; each row says where it differs. */
const bases: Readonly<Record<string, ReadRule>> = basesFrom({
  who: 'public',
  assurance: null,
  permissions: [],
  object: null,
  least: null,
  scopes: [],
  stepUp: false,
  csrf: false,
  demo: true,
  repeatable: false,
  audit: null,
});

function basesFrom(open: ReadRule): Record<string, ReadRule> {
  const session = { ...open, who: 'session', assurance: 'full', permissions: ['account:use'] };
  const administration = { ...session, permissions: ['user:manage'], demo: false };
  const data = { ...session, who: 'session or key' };
  const readingPortfolios = {
    ...data,
    permissions: ['portfolio:read'],
    scopes: ['portfolio:read'],
    object: 'portfolio',
    least: 'read',
  };
  const changingPortfolios = {
    ...readingPortfolios,
    permissions: ['portfolio:change'],
    scopes: ['portfolio:change'],
    least: 'owner',
    csrf: true,
  };
  const readingAssets = { ...data, permissions: ['asset:read'], scopes: ['asset:read'] };
  const changingAssets = { ...data, permissions: ['asset:change'], scopes: ['asset:change'], csrf: true };
  const calculating = { ...data, permissions: ['calculation:run'], scopes: ['calculation:run'], csrf: true };
  const calculatingPortfolios = {
    ...readingPortfolios,
    permissions: ['portfolio:read', 'calculation:run'],
    scopes: ['portfolio:read', 'calculation:run'],
  };
  return {
    open,
    reading: session,
    changing: { ...session, csrf: true },
    administration,
    administering: { ...administration, csrf: true },
    data,
    changingData: { ...data, csrf: true },
    readingPortfolios,
    changingPortfolios,
    readingAssets,
    changingAssets,
    calculating,
    calculatingPortfolios,
  };
}

/** The tables of docs/authorization.md as a module of contracts, in the shape that the formatter leaves alone. */
export function moduleOf({ permissionsOf, rules }: ReadTable): string {
  return `/** Made of docs/authorization.md by \`npm run authorization\`. Change the document, not this file. */
import type { Assurance } from './authentication.ts';
import type { ApiKeyScope, Permission, Role } from './authorization.ts';
import type { RouteName } from './routes.ts';

/** What the address of a route names. */
export type AccessObject =
  | 'portfolio'
  | 'ledger'
  | 'asset'
  | 'import'
  | 'transaction-import'
  | 'job'
  | 'alert-rule'
  | 'alert'
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

const open: RouteRule = {
${membersOf(bases.open!)}};
${Object.entries(bases)
  .filter(([name]) => name !== 'open')
  .map(
    ([name, rule]) =>
      `const ${name}: RouteRule = ${differenceFrom('open', bases.open!, rule, `const ${name}: RouteRule = `.length, '')};`,
  )
  .join('\n')}

export const routeRules: Readonly<Record<RouteName, RouteRule>> = {
${Object.entries(rules).map(ruleLines).join('\n')}
};
`;
}

const lineWidth = 120;

/** On one line where it fits, as the formatter has it. */
function ruleLines([name, rule]: [string, ReadRule]): string {
  const [base] = nearestBase(rule);
  const start = `  ${name}: `;
  return `${start}${differenceFrom(base, bases[base]!, rule, start.length, '  ')},`;
}

function differenceFrom(base: string, from: ReadRule, rule: ReadRule, start: number, indent: string): string {
  const differing = differencesOf(from, rule);
  if (differing.length === 0) return base;
  const members = [`...${base}`, ...differing.map(([key, value]) => `${key}: ${literal(value)}`)];
  const line = `{ ${members.join(', ')} }`;
  if (start + line.length + 1 <= lineWidth) return line;
  return `{\n${members.map((member) => `${indent}  ${member},\n`).join('')}${indent}}`;
}

function differencesOf(from: ReadRule, rule: ReadRule): [string, unknown][] {
  return Object.entries(rule).filter(([key, value]) => literal(value) !== literal(from[key as keyof ReadRule]));
}

function nearestBase(rule: ReadRule): [string, [string, unknown][]] {
  const candidates = Object.entries(bases).map(([name, base]): [string, [string, unknown][]] => [
    name,
    differencesOf(base, rule),
  ]);
  return candidates.toSorted(([, one], [, other]) => one.length - other.length)[0]!;
}

function membersOf(rule: ReadRule): string {
  return Object.entries(rule)
    .map(([name, value]) => `  ${name}: ${literal(value)},\n`)
    .join('');
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  return typeof value === 'string' ? `'${value}'` : String(value);
}

function list(values: readonly string[], indent: number): string {
  const oneLine = literal(values);
  if (indent + oneLine.length + 1 <= lineWidth) return oneLine;
  return `[\n${values.map((value) => `    ${literal(value)},\n`).join('')}  ]`;
}
