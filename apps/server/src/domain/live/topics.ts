/** What a client can hear of, as it is written and as it is meant. */
import { streamTopic } from '@riskoptimizer/contracts';

export type Topic =
  | { readonly kind: 'quotes' | 'portfolio' | 'limits'; readonly id: string; readonly text: string }
  | { readonly kind: 'jobs' | 'alerts'; readonly id: null; readonly text: string };

/** Null for what is no topic. */
export function parseTopic(text: string): Topic | null {
  if (!streamTopic.safeParse(text).success) return null;
  const [kind, id] = text.split(':');
  if (kind === 'jobs' || kind === 'alerts') return { kind, id: null, text };
  return { kind: kind as 'quotes' | 'portfolio' | 'limits', id: id!, text };
}
