/**
 * Honours the header Idempotency-Key on the routes that the table of access names.
 *
 * The handler runs inside of a transaction, and what it sends is held back until that is committed: nobody is told of a change
 * that is not stored.
 */
import { routeRules } from '@riskoptimizer/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod, RouteOptions } from 'fastify';
import { ProblemError } from '../../core/errors.ts';
import type { Answer, RepeatedRequests } from '../../domain/idempotency/repeated-requests.ts';
import { actorOf } from './authentication.ts';

/** Headers that are part of an answer; all others are made anew. */
const keptHeaders = ['content-type', 'etag', 'location'] as const;

/** An answer that waits for the transaction it tells of. */
class HeldAnswer {
  readonly #answer = settleable<Answer>();
  readonly #commit = settleable<void>();
  #wasSent = false;

  /** What the handler sent, once it has; rejects when it threw. */
  get sent(): Promise<Answer> {
    return this.#answer.promise;
  }

  get wasSent(): boolean {
    return this.#wasSent;
  }

  refuse(error: unknown): void {
    this.#answer.reject(error);
  }

  /** Called with what is about to go out. A problem goes out at once, and the transaction comes to nothing. */
  async goOut(answer: Answer): Promise<void> {
    this.#wasSent = true;
    if (answer.status >= 400) {
      this.refuse(new ProblemError('calculation-timeout', 'The answer was given up.'));
      return;
    }
    this.#answer.resolve(answer);
    await this.#commit.promise;
  }

  release(): void {
    this.#commit.resolve();
  }

  fail(error: unknown): void {
    this.#commit.reject(error);
  }
}

function settleable<Value>() {
  let resolve!: (value: Value) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<Value>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  // It may fail while nobody waits for it.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}

/** Call it before any route is added. */
export function honourIdempotencyKeys(app: FastifyInstance, repeatedRequests: RepeatedRequests): void {
  const heldAnswers = new WeakMap<FastifyRequest, HeldAnswer>();

  app.addHook('onRoute', (route: RouteOptions) => {
    const name = route.config?.routeName;
    if (name !== undefined && routeRules[name].repeatable) route.handler = once(route.handler);
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const held = heldAnswers.get(request);
    heldAnswers.delete(request);
    await held?.goOut(answerOf(reply, payload));
    return payload;
  });

  function once(handler: RouteHandlerMethod): RouteHandlerMethod {
    return async function (request, reply) {
      const key = request.headers['idempotency-key'];
      if (typeof key !== 'string') return handler.call(this, request, reply);
      const held = new HeldAnswer();
      const work = () => {
        heldAnswers.set(request, held);
        void sendWhatItGives(Promise.resolve(handler.call(this, request, reply)), reply, held);
        return held.sent;
      };
      const content = JSON.stringify([request.method, request.url, request.body ?? null]);
      try {
        const { userId } = actorOf(request);
        const { answer, replayed } = await repeatedRequests.once({ userId, key, content }, work);
        held.release();
        return replayed ? sendAgain(reply, answer) : reply;
      } catch (error) {
        heldAnswers.delete(request);
        held.fail(error);
        // What was sent already fails on its way out; Fastify answers with the error then.
        if (held.wasSent) return reply;
        throw error;
      }
    };
  }
}

/** Sends what a handler returns, while its transaction is open. One that sends by itself returns when all of it has gone out. */
async function sendWhatItGives(handled: Promise<unknown>, reply: FastifyReply, held: HeldAnswer): Promise<void> {
  try {
    const value = await handled;
    if (!reply.sent) reply.send(value);
  } catch (error) {
    held.refuse(error);
  }
}

function answerOf(reply: FastifyReply, payload: unknown): Answer {
  const present = keptHeaders.flatMap((name) => {
    const value = reply.getHeader(name);
    return value === undefined ? [] : [[name, String(value)] as const];
  });
  const body = typeof payload === 'string' && payload !== '' ? payload : null;
  return { status: reply.statusCode, headers: Object.fromEntries(present), body };
}

function sendAgain(reply: FastifyReply, { status, headers, body }: Answer): FastifyReply {
  return reply
    .code(status)
    .headers({ ...headers, 'idempotency-replayed': 'true' })
    .serializer((text: string) => text)
    .send(body ?? undefined);
}
