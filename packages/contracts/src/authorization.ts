/** Roles, permissions and scopes: the words of the access rules. Who has which stands in docs/authorization.md. */
import { z } from 'zod';

export const roles = ['viewer', 'analyst', 'advisor', 'compliance', 'admin'] as const;
export const role = z.enum(roles).describe('Role of a user; docs/authorization.md says what each may do');
export type Role = z.infer<typeof role>;

/** What a role may be allowed to do. */
export const permissions = [
  'portfolio:read',
  'portfolio:change',
  'portfolio:share',
  'asset:read',
  'asset:change',
  'calculation:run',
  'account:use',
  'user:read',
  'user:manage',
  'setting:manage',
  'audit:read',
  'audit:export',
] as const;
export const permission = z.enum(permissions);
export type Permission = z.infer<typeof permission>;

/** What an API key may be good for; never more than the role of its owner allows. */
export const apiKeyScopes = [
  'portfolio:read',
  'portfolio:change',
  'asset:read',
  'asset:change',
  'calculation:run',
  'audit:read',
] as const;
export const apiKeyScope = z.enum(apiKeyScopes);
export type ApiKeyScope = z.infer<typeof apiKeyScope>;
