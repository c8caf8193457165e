/**
 * Schemathesis over the OpenAPI document, signed in as each role: no answer of 5xx, none that the document does not describe.
 *
 * What is made of each schema systematically takes thousands of requests: with npm test it is sent by an administrator, an analyst
 * and nobody, who between them reach everything, and the others send random requests. RISKOPTIMIZER_EXAMPLES sets how many random
 * ones are made for each operation, and has everybody send everything; RISKOPTIMIZER_SEED repeats a run. docs/assurance/faults.md
 * has the long run and its figures.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { apiPrefix, roles } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { partOrSkip, pythonPath } from '../../../../infra/launch/test-parts.ts';
import { makePeople, type People } from '../access/people.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';

const { RISKOPTIMIZER_EXAMPLES: examplesAsked } = process.env;
const exampleCount = Number(examplesAsked ?? '1');
const systematic = new Set(examplesAsked === undefined ? ['admin', 'analyst', 'nobody'] : [...roles, 'nobody']);
const seed = Number(process.env.RISKOPTIMIZER_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** Whoever signs in, and somebody who has not. */
const visitors = [...roles, 'nobody'] as const;

/** What ends the session of the run itself is tried elsewhere, and so is the socket. */
const excluded = '/auth/sign-out|/me/sessions|/me/password|/stream$';

const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'unsupported_method',
].join(',');

describe.skipIf(partOrSkip('python'))('schemathesis', () => {
  let application: TestApplication;
  let people: People;
  let folder: string;

  beforeAll(async () => {
    application = await startTestApplication();
    people = await makePeople(application);
    folder = await mkdtemp(join(tmpdir(), 'riskoptimizer-schemathesis-'));
  });

  afterAll(async () => {
    await people.close();
    await application.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test.each(visitors)('as %s', { timeout: 1_800_000 }, async (visitor) => {
    const header = visitor === 'nobody' ? [] : ['--header', `Authorization: Bearer ${await tokenOf(visitor)}`];
    const report = join(folder, `${visitor}.json`);
    const { status, output } = await run([
      'run',
      `${application.address}${apiPrefix}/openapi.json`,
      ...header,
      `--checks=${checks}`,
      `--max-examples=${exampleCount}`,
      `--seed=${seed}`,
      `--exclude-path-regex=${excluded}`,
      `--phases=examples,${systematic.has(visitor) ? 'coverage,' : ''}fuzzing`,
      '--continue-on-failure',
      '--suppress-health-check=all',
      '--warnings=off',
      '--no-color',
      '--generation-database=none',
      '--report=json',
      `--report-json-path=${report}`,
    ]);
    expect(status, `${output.slice(-6_000)}\nSeed ${seed}`).toBe(0);
    const caseCount = /(\d+) generated/.exec(output)?.[1] ?? '?';
    console.log(
      `As ${visitor}: ${caseCount} test cases, nothing found; ${exampleCount} examples an operation, seed ${seed}.`,
    );
    expect((await readFile(report, 'utf8')).length).toBeGreaterThan(100);
    expect(application.logged.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });

  async function tokenOf(role: Exclude<(typeof visitors)[number], 'nobody'>): Promise<string> {
    const { userId } = await people.person(role);
    return (await people.session(userId)).token;
  }

  function run(parameters: readonly string[]): Promise<{ status: number; output: string }> {
    const program = join(dirname(pythonPath ?? ''), 'schemathesis');
    return new Promise((resolve) => {
      execFile(program, parameters, { cwd: folder, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) =>
        resolve({ status: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr }),
      );
    });
  }
});
