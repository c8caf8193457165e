/**
 * Requests that carry an Idempotency-Key do their work once, however often they are sent: the answer is kept in the
 * transaction of the change, so that there is never one without the other.
 *
 * Only answers of changes that were made are kept. A refused request may be sent again under the same key.
 */
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import type { BlindIndex, FieldCipher } from '../cryptography/ports.ts';
import type { Transactions } from '../transactions/ports.ts';
import type { IdempotencyRepository, KeptAnswer } from './ports.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface RepeatableRequest {
  readonly userId: string;
  readonly key: string;
  /** Method, address and body, written the same way each time. */
  readonly content: string;
}

export interface RepeatedRequests {
  /**
   * Runs the work in a transaction, or gives the answer that was kept.
   *
   * @throws ProblemError `idempotency-conflict` while the same key is under way, `idempotency-mismatch` for another request.
   */
  once(request: RepeatableRequest, work: () => Promise<Answer>): Promise<{ answer: Answer; replayed: boolean }>;
  /** Forgets answers that are older than a day. */
  forgetOld(): Promise<number>;
}

export interface RepeatedRequestsParts {
  readonly kept: IdempotencyRepository;
  readonly transactions: Transactions;
  readonly cipher: FieldCipher;
  readonly blindIndex: BlindIndex;
  readonly clock: Clock;
}

const keptMs = 24 * 3_600_000;

export function createRepeatedRequests(parts: RepeatedRequestsParts): RepeatedRequests {
  const { kept, transactions, cipher, blindIndex, clock } = parts;
  const oldest = () => new Date(clock.now().getTime() - keptMs);

  return {
    once: (request, work) =>
      transactions.run(async () => {
        const { userId, key } = request;
        if (!(await kept.lock(userId, key))) throw underWay();
        const requestHash = blindIndex.of('idempotency-request', request.content);
        const found = await kept.find(userId, key, oldest());
        if (found !== null) {
          if (found.requestHash !== requestHash) throw anotherRequest();
          return { answer: opened(cipher, request, found), replayed: true };
        }
        const answer = await work();
        const { status, headers, body } = answer;
        const bodySealed = body === null ? null : cipher.seal(placeOf(request), body);
        await kept.keep(userId, key, { requestHash, status, headers, bodySealed, createdAt: clock.now() });
        return { answer, replayed: false };
      }),
    forgetOld: () => kept.forgetBefore(oldest()),
  };
}

/** Answers repeat personal data that is sealed elsewhere, so they are sealed as well. */
function placeOf({ userId, key }: RepeatableRequest) {
  return { table: 'idempotency_keys', column: 'body', row: `${userId} ${key}` };
}

function opened(cipher: FieldCipher, request: RepeatableRequest, { status, headers, bodySealed }: KeptAnswer): Answer {
  return { status, headers, body: bodySealed === null ? null : cipher.open(placeOf(request), bodySealed) };
}

function underWay(): ProblemError {
  const detail =
    'The same Idempotency-Key is under way in another request. Repeat this one in a moment to get its answer.';
  return new ProblemError('idempotency-conflict', detail, { retryAfterSeconds: 1 });
}

function anotherRequest(): ProblemError {
  const detail =
    'This Idempotency-Key was used for another request within the last day. Use a new key for a new request.';
  return new ProblemError('idempotency-mismatch', detail);
}
