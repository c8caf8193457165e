/** A portfolio shared by its owner with one other person. */
import { z } from 'zod';
import { emailAddress } from './authentication.ts';
import { identifier, isoInstant } from './primitives.ts';

export const shareLevel = z.enum(['read', 'edit']);
export type ShareLevel = z.infer<typeof shareLevel>;

export const share = z.strictObject({
  id: identifier,
  email: z.string().describe('Whom it was shared with'),
  level: shareLevel,
  createdAt: isoInstant,
  expiresAt: isoInstant.nullable(),
});
export type Share = z.infer<typeof share>;
export const shareList = z.strictObject({ items: z.array(share) });
export const shareInput = z.strictObject({
  email: emailAddress,
  level: shareLevel,
  expiresAt: isoInstant.nullable().default(null).describe('null: until it is revoked'),
});
export type ShareInput = z.infer<typeof shareInput>;
