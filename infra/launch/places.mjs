/** Where things are in a checkout. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');

/** Folder for build stamps and compiler output; never committed. */
export const buildFolder = join(root, '.build');

/**
 * The Node that runs the product: the one npm brought (24), else the present one.
 *
 * @returns {string} Path of the executable.
 */
export function productNode() {
  const brought = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  return existsSync(brought) && process.platform !== 'win32' ? brought : process.execPath;
}
