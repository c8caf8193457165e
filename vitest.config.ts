import { defineConfig } from 'vitest/config';

/** A machine that stalls for seconds must not cost a whole run of CI; the report names what passed at the second try only, which is a defect. */
const retry = process.env.CI === 'true' ? 1 : 0;

// Fast tests first: `unit` needs nothing but npm, `server` a real PostgreSQL (from npm), `browser` a real Chromium.
export default defineConfig({
  test: {
    // The tests of the server wait for PostgreSQL most of the time: a core for each worker, where the default leaves one idle.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          retry,
          include: ['packages/*/{src,tests}/**/*.test.ts', 'apps/*/src/**/*.test.{ts,tsx}', 'infra/**/*.test.ts'],
          environment: 'node',
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'server',
          retry,
          include: ['apps/{server,cli}/tests/**/*.test.ts'],
          globalSetup: ['apps/server/tests/support/global-setup.ts'],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: true,
        },
      },
      {
        test: {
          name: 'browser',
          retry,
          include: ['apps/web/tests/**/*.test.ts'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
