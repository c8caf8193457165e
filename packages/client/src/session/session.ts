/**
 * The session of one client, as a state machine: unknown → signed-in or signed-out; signed-in → expired, replaced or
 * signed-out; expired → signed-in. Only a refusal of the server ends a session; a failure of the network never does.
 */
import { type SessionEndReason, type SignedIn, signedIn } from '@riskoptimizer/contracts';
import { create } from 'axios';
import { z } from 'zod';
import { ApiProblem, clientProblem } from '../api-problem.ts';
import { send } from '../send.ts';
import { randomKey, type Wire } from '../wire.ts';
import { AccessToken } from './access-token.ts';
import type { ClientSession, Credentials } from './client-session.ts';
import type { SessionNews, SessionOptions } from './session-options.ts';
import { factsOf, type SessionState, sessionOf } from './session-state.ts';

const timeoutMsDefault = 30_000;
/** The live connection can be ahead of the answer that gives another tab its cookie. */
const followAfterMsDefault = 1_000;
const nothing = z.null();

export class Session implements ClientSession {
  readonly #options: SessionOptions;
  readonly #wire: Wire;
  readonly #token: AccessToken;
  readonly #listeners = new Set<() => void>();
  #state: SessionState = { status: 'unknown' };
  /** Counts the sign-ins and sign-outs, so that an answer of an earlier one can be told and dropped. */
  #generation = 0;
  #renewal: Promise<boolean> | null = null;
  #confirmation: Promise<boolean> | null = null;
  /** Signing out is under way: what the server says of the session is then no news, and its end no expiry. */
  #isLeaving = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { baseUrl, timeoutMs = timeoutMsDefault } = options;
    const http = create({ baseURL: baseUrl, timeout: timeoutMs, headers: { Accept: 'application/json' } });
    this.#wire = { http, newIdempotencyKey: randomKey };
    this.#token = new AccessToken(options.now ?? (() => performance.now()));
    options.channel?.listen((news) => this.#hear(news));
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Tells of every change of the state until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Finds out whether somebody is signed in. Never fails: what went wrong is in the state. */
  async start(): Promise<void> {
    try {
      await this.#renewOnce();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (sessionOf(this.#state) === null) this.#enter({ status: 'unreachable', problem: error.toData() });
    }
  }

  /** Takes over what a sign-in answered. */
  async accept(answer: SignedIn): Promise<void> {
    this.#generation++;
    await this.#take(answer);
    this.#options.channel?.post({ type: 'signed-in', userId: answer.user.id, sessionId: answer.sessionId });
  }

  /**
   * Ends the session on the server, and then here.
   *
   * @throws ApiProblem when the server could not be asked: the session then goes on, and nobody is told otherwise.
   */
  async signOut({ everywhere = false, alsoRevokeApiKeys = false } = {}): Promise<void> {
    const wire: Wire = { ...this.#wire, session: this.#withoutWaiting() };
    this.#isLeaving = true;
    try {
      if (everywhere) await send(wire, 'signOutEverywhere', nothing, { body: { alsoRevokeApiKeys } });
      else await send(wire, 'signOut', nothing);
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.code !== 'sign-in-required') {
        this.#isLeaving = false;
        throw error;
      }
    }
    await this.#options.refreshTokens?.write(null);
    this.#options.channel?.post({ type: 'signed-out' });
    this.#leave();
  }

  /** The server says that the session is over. */
  end(sessionId: string, reason: SessionEndReason): void {
    const facts = sessionOf(this.#state);
    if (facts?.sessionId !== sessionId || this.#state.status === 'replaced' || this.#isLeaving) return;
    if (reason === 'signed-out') void this.#leaveOrFollow();
    else this.#expire(reason);
  }

  /** Signed out somewhere: in this browser, where somebody may have signed in since then, or for all devices. */
  async #leaveOrFollow(): Promise<void> {
    const before = sessionOf(this.#state)?.sessionId;
    this.#isLeaving = true;
    this.#token.forget();
    const { followAfterMs = followAfterMsDefault } = this.#options;
    await new Promise((next) => setTimeout(next, followAfterMs));
    if (!this.#isLeaving || sessionOf(this.#state)?.sessionId !== before) {
      this.#isLeaving = false;
      return;
    }
    const isFollowed = await this.#renewOnce().catch(() => false);
    this.#isLeaving = false;
    if (!isFollowed && sessionOf(this.#state) !== null && this.#state.status !== 'replaced') this.#leave();
  }

  async credentials(): Promise<Credentials> {
    if (this.#renewal) await this.#renewal.catch(() => undefined);
    if (this.#state.status === 'expired') await this.#untilSignedIn();
    if (this.#state.status !== 'signed-in' || !this.#token.isDue) return this.#token.credentials;
    try {
      if (!(await this.#renewOnce())) await this.#untilSignedIn();
    } catch {
      // The present token has some seconds left; what is wrong shows when it is used.
    }
    return this.#token.credentials;
  }

  async renew(refused: Credentials): Promise<boolean> {
    const { accessToken } = this.#token.credentials;
    if (accessToken !== null && accessToken !== refused.accessToken) return true;
    if (this.#state.status === 'signed-out' || this.#state.status === 'replaced') return false;
    if (this.#state.status === 'expired') return await this.#untilSignedIn();
    return (await this.#renewOnce()) || (await this.#untilSignedIn());
  }

  async confirm(): Promise<boolean> {
    const { confirm } = this.#options;
    if (confirm === undefined) return false;
    this.#confirmation ??= confirm().finally(() => {
      this.#confirmation = null;
    });
    return await this.#confirmation;
  }

  requireSecondFactor(): void {
    if (this.#state.status !== 'signed-in' || this.#state.session.assurance === 'enrolment') return;
    this.#enter({ status: 'signed-in', session: { ...this.#state.session, assurance: 'enrolment' } });
  }

  /** Gets new tokens, although the present ones are still good: they may say something else now. */
  async refresh(): Promise<void> {
    await this.#renewOnce();
  }

  /** One renewal at a time, whoever asks for it. False when the server knows no session. */
  #renewOnce(): Promise<boolean> {
    const { exclusively = <Value>(work: () => Promise<Value>) => work() } = this.#options;
    this.#renewal ??= exclusively(() => this.#renewNow()).finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  async #renewNow(): Promise<boolean> {
    const generation = this.#generation;
    const answer = await this.#askForTokens();
    // Meanwhile somebody signed in or out: that is newer than this answer.
    if (generation !== this.#generation) return this.#state.status === 'signed-in';
    if (answer === null) {
      this.#expire(null);
      return false;
    }
    const before = sessionOf(this.#state);
    if (before !== null && before.user.id !== answer.user.id) {
      this.#token.forget();
      this.#enter({ status: 'replaced', session: before, by: answer.user });
      return false;
    }
    await this.#take(answer);
    return true;
  }

  /** Null when there is no session to renew. */
  async #askForTokens(): Promise<SignedIn | null> {
    const { refreshTokens } = this.#options;
    const refreshToken = refreshTokens ? await refreshTokens.read() : null;
    if (refreshTokens && refreshToken === null) return null;
    // Nobody signed in here: to ask would only be refused.
    if (this.#state.status === 'unknown' && this.#options.presence?.read() === false) return null;
    try {
      const body = refreshToken === null ? {} : { refreshToken };
      return await send(this.#wire, 'refreshSession', signedIn, { body });
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
      this.#options.presence?.write(false);
      return null;
    }
  }

  async #take(answer: SignedIn): Promise<void> {
    if (this.#options.kind === 'app' && answer.refreshToken === null) {
      throw clientProblem('response-invalid', 'The server gave no refresh token, which an app needs.');
    }
    await this.#options.refreshTokens?.write(answer.refreshToken);
    this.#options.presence?.write(true);
    this.#token.take(answer);
    this.#enter({ status: 'signed-in', session: factsOf(answer) });
  }

  #expire(reason: SessionEndReason | null): void {
    const session = sessionOf(this.#state);
    this.#token.forget();
    if (this.#isLeaving) return;
    if (session === null) this.#enter({ status: 'signed-out' });
    // The reason that was told first is the real one: what follows is only refused because of it.
    else if (this.#state.status !== 'expired') this.#enter({ status: 'expired', session, reason });
  }

  #leave(): void {
    this.#generation++;
    this.#isLeaving = false;
    this.#options.presence?.write(false);
    this.#token.forget();
    this.#enter({ status: 'signed-out' });
  }

  #enter(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  /** Resolves when the expired session goes on (true), or somebody left or took over (false). */
  #untilSignedIn(): Promise<boolean> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.#state.status === 'expired') return;
        stop();
        resolve(this.#state.status === 'signed-in');
      };
      const stop = this.subscribe(look);
      look();
    });
  }

  #hear(news: SessionNews): void {
    if (news.type === 'signed-out') {
      if (this.#state.status !== 'signed-out') this.#leave();
      return;
    }
    const isKnown = this.#state.status === 'signed-in' && this.#state.session.user.id === news.userId;
    if (!isKnown) void this.start();
  }

  /** For signing out: an expired session is a signed-out one, and no reason to ask for a password. */
  #withoutWaiting(): ClientSession {
    return {
      credentials: () => Promise.resolve(this.#token.credentials),
      renew: () => this.#renewOnce(),
      confirm: () => this.confirm(),
      accept: (answer) => this.accept(answer),
      requireSecondFactor: () => undefined,
    };
  }
}
