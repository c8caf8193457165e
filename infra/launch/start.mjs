/** `npm start`: install what is missing, build what changed, then run the server until it is stopped. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { productNode, root } from './places.mjs';

await ensureInstalled();
const { ensureBuilt } = await import('./build.mjs');
await ensureBuilt(['server', 'web'], { say: console.log }).catch((error) => {
  console.error(
    `${error.message}\nThe sources of this folder do not build; get a clean copy, or mend what the message names.`,
  );
  process.exit(1);
});

const server = spawn(productNode(), ['--enable-source-maps', join(root, 'apps/server/dist/main-api.mjs')], {
  cwd: root,
  stdio: 'inherit',
});

// Ctrl-C reaches the whole process group, so the server has the signal already; a signal sent to npm alone is passed on.
// Either way this process stays until the server has put everything away.
process.on('SIGINT', () => {});
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => server.kill(signal));
}
server.on('error', (error) => {
  console.error(`The server could not be started: ${error.message}. Remove node_modules and type npm start again.`);
  process.exit(1);
});
server.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
