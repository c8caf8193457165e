/** The WebSocket: a ticket that opens it once, and what it says. */
import { z } from 'zod';
import { identifier, isoInstant } from './primitives.ts';

export const streamTicket = z.strictObject({ ticket: z.string(), expiresAt: isoInstant });
export const streamQuery = z.strictObject({ ticket: z.string().min(1).max(100) });

export const sessionEndReason = z.enum([
  'signed-out',
  'ended-by-user',
  'ended-by-administrator',
  'password-changed',
  'token-replayed',
  'expired',
  'account-disabled',
]);
export type SessionEndReason = z.infer<typeof sessionEndReason>;

/** Every message has its place in the order of the connection. */
export const streamMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('hello'), sequence: z.int(), sessionId: identifier }),
  z.strictObject({ type: z.literal('session-ended'), sequence: z.int(), reason: sessionEndReason }),
]);
export type StreamMessage = z.infer<typeof streamMessage>;
