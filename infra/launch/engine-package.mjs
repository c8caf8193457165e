/**
 * Builds the engine as npm users get it: `packages/engine/dist` with JavaScript, types and a package.json of its own,
 * whose door is the built code and not our source.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { productNode, root } from './places.mjs';

const engine = join(root, 'packages/engine');

export async function buildEnginePackage() {
  rmSync(join(engine, 'dist'), { recursive: true, force: true });
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const compiled = spawnSync(productNode(), [tsc, '-p', join(engine, 'tsconfig.publish.json')], { stdio: 'inherit' });
  if (compiled.status !== 0) throw new Error('The engine does not compile; the messages above say where.');
  const { name, version, description, license, keywords } = JSON.parse(
    readFileSync(join(engine, 'package.json'), 'utf8'),
  );
  const published = {
    name,
    version,
    description,
    license,
    keywords,
    type: 'module',
    sideEffects: false,
    exports: { '.': { types: './index.d.ts', default: './index.js' } },
  };
  writeFileSync(join(engine, 'dist/package.json'), `${JSON.stringify(published, null, 2)}\n`);
  copyFileSync(join(engine, 'README.md'), join(engine, 'dist/README.md'));
  copyFileSync(join(root, 'LICENSE'), join(engine, 'dist/LICENSE'));
}
