/** A folder for all tests of a file, gone when they are over. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const folders: string[] = [];

afterAll(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

export async function folderOfTests(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `riskoptimizer-${name}-`));
  folders.push(folder);
  return folder;
}
