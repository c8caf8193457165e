/** Who may hear of what: asked at each subscription, and again when access changes. */
import { permissionsOf, type TopicRefusal } from '@riskoptimizer/contracts';
import type { Clock } from '../../core/clock.ts';
import { asSystem, runInContext, type UserActor } from '../../core/request-context.ts';
import type { LiveAccessRepository } from './ports.ts';
import type { QuotableAsset } from './quotable-asset.ts';
import type { Subscriber } from './subscriber.ts';
import type { Topic } from './topics.ts';

export interface AllowedTopic {
  readonly topic: Topic;
  readonly ownerId: string;
  /** When the share ends by which it may be heard of; null when nothing ends. */
  readonly until: Date | null;
  /** Of a topic of quotes. */
  readonly asset: QuotableAsset | null;
}

export type TopicDecision = AllowedTopic | { readonly topic: Topic; readonly refusal: TopicRefusal };

export interface TopicAccess {
  /** One decision a topic, in their order. */
  decide(who: Pick<Subscriber, 'userId' | 'sessionId'>, topics: readonly Topic[]): Promise<TopicDecision[]>;
}

export function createTopicAccess(found: LiveAccessRepository, clock: Clock): TopicAccess {
  return {
    async decide({ userId, sessionId }, topics) {
      const facts = await asSystem(() => found.session(sessionId));
      if (facts === null) return topics.map((topic) => ({ topic, refusal: 'not-found' }));
      if (facts.assurance !== 'full') return topics.map((topic) => ({ topic, refusal: 'second-factor-required' }));
      const actor: UserActor = {
        kind: 'user',
        userId,
        sessionId,
        ...facts,
        client: 'web',
        tokenId: '',
        confirmedUntil: null,
      };
      const may = new Set(permissionsOf(facts.role));
      const idsOf = (...kinds: readonly Topic['kind'][]) => [
        ...new Set(topics.flatMap(({ kind, id }) => (id !== null && kinds.includes(kind) ? [id] : []))),
      ];
      const now = clock.now();
      // The row security of the database sees the same actor, and is the second wall.
      const [assets, portfolios] = await runInContext({ requestId: null, address: null, actor }, () =>
        Promise.all([
          found.assets(userId, may.has('asset:read') ? idsOf('quotes') : [], now),
          found.portfolios(userId, may.has('portfolio:read') ? idsOf('portfolio', 'limits') : [], now),
        ]),
      );
      return topics.map((topic): TopicDecision => {
        if (topic.id === null) return { topic, ownerId: userId, until: null, asset: null };
        if (topic.kind === 'quotes') {
          const visible = assets.get(topic.id);
          return visible === undefined ? { topic, refusal: 'not-found' } : { topic, ...visible };
        }
        const visible = portfolios.get(topic.id);
        // Limits are the owner's, whoever else may see the portfolio.
        const isFound = visible !== undefined && (topic.kind === 'portfolio' || visible.ownerId === userId);
        return !isFound ? { topic, refusal: 'not-found' } : { topic, ...visible, asset: null };
      });
    },
  };
}
