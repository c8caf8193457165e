import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkDataFolder } from './data-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'riskoptimizer-doctor-'));
afterAll(() => rmSync(folder, { recursive: true }));

const anyone = (mayWrite: boolean, user?: number) => ({ user, mayWrite: async () => mayWrite });

describe('checkDataFolder', () => {
  it('wants a folder that may be written', async () => {
    expect(await checkDataFolder(folder, anyone(true))).toMatchObject({ status: 'ok', remedy: null });
    expect(await checkDataFolder(folder, anyone(false))).toMatchObject({
      status: 'fail',
      message: `${folder} cannot be written: no permission`,
      remedy: `Give yourself the permission: chmod u+rwx ${folder}`,
    });
  });

  it('names the folder in which a new one cannot be made', async () => {
    expect(await checkDataFolder(join(folder, 'a/b'), anyone(false))).toMatchObject({
      status: 'fail',
      message: `${join(folder, 'a/b')} does not exist and cannot be made: no permission in ${folder}`,
    });
  });

  it('wants a folder of its own, except for root', async () => {
    const stranger = (process.getuid?.() ?? 0) + 12_345;
    expect(await checkDataFolder(folder, anyone(true, stranger))).toMatchObject({
      status: 'fail',
      message: expect.stringContaining(`and you are user ${stranger}`),
    });
    expect(await checkDataFolder(folder, anyone(true, 0))).toMatchObject({ status: 'ok' });
  });
});
