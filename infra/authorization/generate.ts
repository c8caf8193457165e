/** npm run authorization: docs/authorization.md → packages/contracts/src/authorization-table.ts */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAuthorization } from './read-table.ts';
import { moduleOf } from './write-module.ts';

const root = join(import.meta.dirname, '../..');
const table = readAuthorization(readFileSync(join(root, 'docs/authorization.md'), 'utf8'));
writeFileSync(join(root, 'packages/contracts/src/authorization-table.ts'), moduleOf(table));
console.log(`${Object.keys(table.rules).length} routes, ${Object.keys(table.permissionsOf).length} roles.`);
