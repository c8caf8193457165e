/** A live connection, as the domain sees it: somebody who is told, and who may be too slow to hear everything. */
import type { TopicRefusal } from '@riskoptimizer/contracts';

/** Quotes that are told together; written once for all who watch the same assets. */
export interface QuoteFrame {
  /** Each quote as JSON, by asset. */
  readonly quotes: ReadonlyMap<string, string>;
  /** All of them, with commas between. */
  readonly text: string;
}

export interface RefusedTopic {
  readonly topic: string;
  readonly reason: TopicRefusal;
}

/** Something that happened, told once; `text` is its JSON without the braces around it. */
export interface EventFrame {
  readonly type: 'job' | 'alert' | 'limit';
  readonly topic: string;
  readonly text: string;
}

export interface Subscriber {
  readonly userId: string;
  readonly sessionId: string;
  readonly isOpen: boolean;
  subscribed(topics: readonly string[]): void;
  refused(topics: readonly RefusedTopic[]): void;
  /** Topics that were subscribed and are no longer. */
  closed(topics: readonly RefusedTopic[]): void;
  /** Of each asset only the newest quote counts. */
  quotes(frame: QuoteFrame): void;
  /** Of each portfolio only the newest value counts; `text` is its JSON without the braces around it. */
  portfolio(topic: string, text: string): void;
  event(frame: EventFrame): void;
  /** Events of the topic were not kept for as long as this subscriber was away. */
  notKept(topic: string): void;
  resumed(): void;
}
