/** Whatever codes come in whatever order: a code counts in its own half minute and those beside it, and never twice. */
import { assert, asyncProperty, integer, array as listOf, record } from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Holders, startWithHolders } from './account-holder.ts';

let holders: Holders;
beforeAll(async () => {
  holders = await startWithHolders();
}, 120_000);
afterAll(() => holders.stop());

const stepMs = 30_000;

test('a code is taken when it is near in time and later than every one that was taken before', async () => {
  const holder = await holders.holder();
  await holder.enterPassword();
  await holder.enrolTotp();
  const { clock, application } = { clock: holders.clock, application: holders.application };
  const stepNow = () => Math.floor(clock.now().getTime() / stepMs);
  let last = stepNow() - 1;
  const tries = listOf(record({ stepsAhead: integer({ min: -3, max: 3 }), waitMs: integer({ min: 0, max: 70_000 }) }), {
    minLength: 5,
    maxLength: 12,
  });
  await assert(
    asyncProperty(tries, async (several) => {
      for (const { stepsAhead, waitMs } of several) {
        clock.advance(waitMs);
        // Real time goes on as well: not so near to the end of a step that it ends before the server looks.
        const intoStepMs = clock.now().getTime() % stepMs;
        if (intoStepMs > stepMs / 2) clock.advance(stepMs - intoStepMs);
        await holder.refresh();
        await application.owner.pool.query('delete from sign_in_throttles');
        const step = stepNow() + stepsAhead;
        const { status } = await holder.stepUp({ method: 'totp', code: holder.code(stepsAhead) });
        const isTaken = Math.abs(stepsAhead) <= 1 && step > last;
        expect(status, `step ${stepsAhead}, last ${last - stepNow()}`).toBe(isTaken ? 200 : 401);
        if (isTaken) last = step;
      }
    }),
    { numRuns: 15 },
  );
}, 240_000);
