/** The refresh state machine against a model of a few lines, over random stories on a real database. */
import * as fc from 'fast-check';
import { afterAll, assert, beforeAll, expect, test } from 'vitest';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { createMovableClock, type MovableClock } from '../support/movable-clock.ts';
import { type Inside, openInside } from './inside.ts';
import { Person } from './people.ts';

const graceMs = 10_000;
const idleMs = 60 * 60_000;
const absoluteMs = 12 * 60 * 60_000;
/** Requests take a moment; the model is not asked about the edge itself. */
const edgeMs = 2_000;

interface Model {
  /** When each token was used, oldest first; the last one is unused. */
  usedAt: (number | null)[];
  isEnded: boolean;
  startedAt: number;
  lastUsedAt: number;
}

interface Real {
  readonly application: TestApplication;
  readonly neighbour: TestApplication;
  readonly clock: MovableClock;
  readonly person: Person;
  readonly tokens: string[];
}

const clock = createMovableClock();
let application: TestApplication;
let neighbour: TestApplication;
let inside: Inside;

beforeAll(async () => {
  application = await startTestApplication({ clock });
  neighbour = await startTestApplication({ clock, on: application });
  inside = await openInside(application, { clock });
}, 60_000);
afterAll(async () => {
  await inside.close();
  await neighbour.stop();
  await application.stop();
});

const now = () => clock.now().getTime();

/** What the machine answers to a token, and what becomes of it. */
function expected(model: Model, index: number): 'successor' | 'refused' {
  const at = now();
  const isOver = at >= model.startedAt + absoluteMs || at >= model.lastUsedAt + idleMs;
  if (model.isEnded || isOver) return 'refused';
  const usedAt = model.usedAt[index] ?? null;
  if (usedAt === null) {
    model.usedAt[index] = at;
    model.usedAt.push(null);
    model.lastUsedAt = at;
    return 'successor';
  }
  if (at - usedAt <= graceMs) return 'successor';
  model.isEnded = true;
  return 'refused';
}

async function present(real: Real, index: number, where: TestApplication) {
  return new Person(real.application).refresh(real.tokens[index], where);
}

/** Whether the token is used near an edge of time, where a moment decides. */
function isNearEdge(model: Model, index: number): boolean {
  const at = now();
  const usedAt = model.usedAt[index] ?? null;
  const edges = [
    model.startedAt + absoluteMs,
    model.lastUsedAt + idleMs,
    ...(usedAt === null ? [] : [usedAt + graceMs]),
  ];
  return edges.some((edge) => Math.abs(at - edge) < edgeMs);
}

class Use implements fc.AsyncCommand<Model, Real> {
  readonly back: number;
  readonly times: number;

  constructor(back: number, times: number) {
    this.back = back;
    this.times = times;
  }

  check(model: Readonly<Model>): boolean {
    return model.usedAt.length > this.back;
  }

  async run(model: Model, real: Real): Promise<void> {
    const index = model.usedAt.length - 1 - this.back;
    if (isNearEdge(model, index)) clock.advance(2 * edgeMs);
    const verdict = expected(model, index);
    const answers = await Promise.all(
      Array.from({ length: this.times }, (_, time) =>
        present(real, index, time % 2 === 0 ? real.application : real.neighbour),
      ),
    );
    for (const { status, body } of answers) {
      assert.equal(status, verdict === 'successor' ? 200 : 401);
      if (verdict === 'refused') continue;
      real.tokens[index + 1] ??= body.refreshToken ?? '';
      assert.equal(body.refreshToken, real.tokens[index + 1]);
      real.person.session = body;
    }
  }

  toString(): string {
    return `use(${this.back} back, ${this.times} times)`;
  }
}

class Wait implements fc.AsyncCommand<Model, Real> {
  readonly seconds: number;

  constructor(seconds: number) {
    this.seconds = seconds;
  }

  check(): boolean {
    return true;
  }

  async run(): Promise<void> {
    clock.advance(this.seconds * 1000);
  }

  toString(): string {
    return `wait(${this.seconds} s)`;
  }
}

class SignOut implements fc.AsyncCommand<Model, Real> {
  check(model: Readonly<Model>): boolean {
    const at = now();
    return !model.isEnded && at < model.lastUsedAt + 9 * 60_000 && at < model.startedAt + absoluteMs - edgeMs;
  }

  async run(model: Model, real: Real): Promise<void> {
    assert.equal((await real.person.ask('POST', '/auth/sign-out')).status, 204);
    model.isEnded = true;
    assert.equal((await real.person.ask('GET', '/me/sessions')).status, 401);
  }

  toString(): string {
    return 'sign out';
  }
}

/** What a changed password does to the sessions of its user. */
class EndAll implements fc.AsyncCommand<Model, Real> {
  check(model: Readonly<Model>): boolean {
    return !model.isEnded;
  }

  async run(model: Model, real: Real): Promise<void> {
    await inside.foundation.sessions.endSessions(real.person.session?.user.id ?? '', 'password-changed');
    model.isEnded = true;
  }

  toString(): string {
    return 'change the password';
  }
}

test('every story ends as the model says', async () => {
  const commands = fc.commands(
    [
      fc.constantFrom(1, 1, 1, 2, 5).map((times) => new Use(0, times)),
      fc
        .record({ back: fc.integer({ min: 1, max: 3 }), times: fc.constantFrom(1, 3) })
        .map(({ back, times }) => new Use(back, times)),
      fc.constantFrom(1, 4, 7, 15, 60, 500, 1500, 3000, 4000).map((seconds) => new Wait(seconds)),
      fc.constant(new SignOut()),
      fc.constant(new EndAll()),
    ],
    { maxCommands: 25 },
  );
  await fc.assert(
    fc.asyncProperty(commands, async (story) => {
      clock.advance(61_000);
      const setup = async () => {
        const person = new Person(application);
        expect((await person.startDemo()).status).toBe(200);
        const startedAt = now();
        const model: Model = { usedAt: [null], isEnded: false, startedAt, lastUsedAt: startedAt };
        const tokens = [person.session?.refreshToken ?? ''];
        return { model, real: { application, neighbour, clock, person, tokens } };
      };
      await fc.asyncModelRun(setup, story);
    }),
    { numRuns: 60 },
  );
}, 180_000);
