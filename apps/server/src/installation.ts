/** What is installed: versions, and where the built web app is. This file and its bundle lie equally deep. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const serverPackage = z
  .object({ version: z.string(), dependencies: z.object({ '@riskoptimizer/engine': z.string() }) })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')));

export const version: string = serverPackage.version;

/** The version that this server pins, which is the one it is built with. */
export const engineVersion: string = serverPackage.dependencies['@riskoptimizer/engine'];

const builtWebFolder = join(import.meta.dirname, '../../web/dist');

/** The folder of the built web app, or null when it was not built. */
export function findWebFolder(): string | null {
  return existsSync(join(builtWebFolder, 'index.html')) ? builtWebFolder : null;
}
