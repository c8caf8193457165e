/** Whether everything is there that requests need. */
import type { Readiness } from '@riskoptimizer/contracts';

/** Resolves when the part is there, with something worth saying if there is; rejects when it is not. */
export type Check = () => Promise<string | undefined>;

/** A part that has not answered by then is not ready. */
const checkTimeoutMs = 3_000;

/**
 * Asks every part at once. The answer says which part failed, never why in detail: that is in the log.
 *
 * @param failed is told what a check rejected with.
 */
export async function checkReadiness(
  version: string,
  checks: Readonly<Record<string, Check>>,
  failed: (name: string, error: unknown) => void,
): Promise<Readiness> {
  const answers = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      try {
        const detail = await withinTime(check());
        return [name, { status: 'ok' as const, ...(detail === undefined ? {} : { detail }) }] as const;
      } catch (error) {
        failed(name, error);
        return [name, { status: 'failed' as const, detail: 'See the log of the server.' }] as const;
      }
    }),
  );
  const isReady = answers.every(([, { status }]) => status === 'ok');
  return { status: isReady ? 'ready' : 'not-ready', version, checks: Object.fromEntries(answers) };
}

async function withinTime<Result>(answer: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${checkTimeoutMs} ms.`)), checkTimeoutMs);
  });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
