/**
 * Ways of writing that open holes stand nowhere in what is delivered: HTML and SQL from text, eval, shells, places to connect to,
 * patterns from input, weak algorithms. Each rule is shown an example first, so that a rule that finds nothing is found out.
 *
 * docs/assurance/asvs.md names these tests.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const delivered = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', 'apps/*/src/*', 'packages/*/src/*'],
  { cwd: root, encoding: 'utf8' },
)
  .split('\n')
  .filter((file) => /\.(ts|tsx)$/.test(file) && !/\.test\.tsx?$/.test(file) && existsSync(join(root, file)))
  .map((file) => ({ file, code: withoutTypes(withoutComments(readFileSync(join(root, file), 'utf8'))) }));

interface Rule {
  readonly name: string;
  /** Global; one match is one finding. */
  readonly pattern: RegExp;
  /** Written here as the mistakes would be written there. */
  readonly examples: readonly string[];
  readonly within?: RegExp;
  /** Files where it is right, with what may be found there. */
  readonly right?: Readonly<Record<string, readonly string[]>>;
}

const web = /^(apps\/web|packages\/charts|packages\/client)\//;
const server = /^(apps\/server|packages\/(contracts|audit-trail|price-csv|transaction-files|engine))\//;

const rules: readonly Rule[] = [
  {
    name: 'no page writes HTML by itself',
    pattern:
      /dangerouslySetInnerHTML|\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write|createContextualFragment|srcDoc/g,
    examples: ['<p dangerouslySetInnerHTML={{ __html: name }} />', 'field.innerHTML = name', 'document.write(name)'],
  },
  {
    name: 'no code is made from text',
    pattern: /\beval\(|\bnew Function\b|\bFunction\(|set(?:Timeout|Interval)\(\s*['"`]|from 'node:vm'|javascript:/g,
    examples: ['eval(text)', 'new Function(text)', "setTimeout('go()', 1)", "import vm from 'node:vm'"],
    // A script that runs in Redis: one constant, its input as arguments.
    right: { 'apps/server/src/infrastructure/request-counting/redis-counters.ts': ['eval('] },
  },
  {
    name: 'links lead to our own pages',
    // What a link, or a way to another page, may be made of: a path, or the address of this very page.
    pattern:
      /\bhref=\{[^}]*\}|window\.open\(|location\.(?:href|hash) ?=[^=]|location\.(?:assign|replace)\([^)]*\)|\b(?:to=\{|navigate\()[`'"](?!\/)[^`'"]*/g,
    examples: ['<a href={note.link}>', 'window.open(link)', 'location.href = link', 'navigate(`https://${host}`)'],
    within: web,
    right: {
      // A path of the list of pages, with the query of this one.
      'apps/web/src/components/places.tsx': ['to={`${path}${search}', 'to={`${path}${search}'],
      'apps/web/src/features/entry/passkey-note.tsx': ['href={address + pathname}'],
      'apps/web/src/platform/session.ts': ['location.replace(path)'],
    },
  },
  {
    name: 'no page listens to other windows',
    pattern: /window\.addEventListener\(\s*['"]message|window\.onmessage|window\.opener|window\.parent\b/g,
    examples: ["window.addEventListener('message', hear)", 'window.opener.postMessage(1)'],
    within: web,
  },
  {
    name: 'browser storage holds the colour scheme, and that somebody signed in, only',
    pattern: /localStorage\w*\(?|sessionStorage\.(?!clear\(\))\w*|indexedDB|document\.cookie|caches\.open/g,
    examples: [
      "localStorage.setItem('token', token)",
      'sessionStorage.setItem(a, b)',
      'document.cookie = x',
      'indexedDB.open(x)',
    ],
    within: web,
    right: {
      'apps/web/src/platform/theme.ts': ['localStorageColorSchemeManager', 'localStorageColorSchemeManager('],
      // A mark without a value of its own: whether it is worth asking for a session.
      'apps/web/src/platform/session.ts': ['localStorage', 'localStorage', 'localStorage'],
    },
  },
  {
    name: 'password fields are password fields that can be pasted into',
    pattern: /<PasswordInput\b|type=['"]password|onPaste|autoComplete="off"[^/>]*[pP]assword/g,
    examples: ['<input type="password"', '<PasswordInput', '<input onPaste={refuse}'],
    within: web,
    // Mantine's PasswordInput is of type password and can be made to show what was typed.
    right: { 'apps/web/src/components/password-field.tsx': ['<PasswordInput'] },
  },
  {
    name: 'SQL is not put together from text',
    pattern:
      /sql\.raw\(|\.(?:query|execute)(?:<[^>]*>)?\(\s*`[^`]*\$\{[^`]*`|\.(?:query|execute)(?:<[^>]*>)?\(\s*['"][^'"]*['"] ?\+/g,
    examples: ['sql.raw(column)', 'pool.query(`select ${column} from t`)', "client.query('select ' + column)"],
    // Names that are constants of the program, in statements that take no parameters.
    right: {
      'apps/server/src/infrastructure/database/application-role.ts': [
        '.query(`grant ${applicationRole} to current_user`',
        '.query(`create role ${applicationRole} nologin`',
      ],
      'apps/server/src/infrastructure/database/session-endings.ts': ['.query(`listen ${sessionEndingsChannel}`'],
      'apps/server/src/infrastructure/live/listening-connection.ts': [
        '.query(`listen ${client.escapeIdentifier(channel)}`',
      ],
      'apps/server/src/infrastructure/queue/worker-presence.ts': ['.query(`listen ${channel}`'],
      'apps/server/src/infrastructure/queue/queue-schema.ts': [
        '.query(`grant usage on schema ${queueSchema} to ${applicationRole}`',
        '.query( `grant select, insert, update, delete on all tables in schema ${queueSchema} to ${applicationRole}`',
        '.query(`grant execute on all functions in schema ${queueSchema} to ${applicationRole}`',
        ".query(`comment on schema ${queueSchema} is '${queueSetup}'`",
      ],
      'apps/server/src/infrastructure/database/embedded-postgres/application-database.ts': [
        '.query(`create role ${role} login`',
        '.query(`alter role ${applicationRole} login nosuperuser nobypassrls nocreaterole nocreatedb`',
        '.query(`grant ${applicationRole} to ${ownerRole}`',
        '.query(`create database ${applicationDatabase} owner ${ownerRole}`',
      ],
    },
  },
  {
    name: 'programs are started without a shell',
    pattern: /(?<!\.)\bexec(?:Sync)?\(|\bexec(?:Sync)?\b[^;]*from 'node:child_process'|shell: (?!false)\w+/g,
    examples: [
      'exec(`ls ${folder}`)',
      "import { execSync } from 'node:child_process'",
      "spawn('ls', [], { shell: true })",
    ],
  },
  {
    name: 'the server connects to what it is configured for',
    pattern:
      /\bfetch\(|from '(?:node:)?(?:https?|tls|dgram|dns|net)(?:\/promises)?'|from '(?:undici|axios|got|ws|ioredis|pg|nodemailer)'|new WebSocket\(/g,
    examples: ['await fetch(url)', "import { request } from 'node:https'", "import { connect } from 'node:net'"],
    within: /^(apps\/server|packages\/(contracts|audit-trail|price-csv|transaction-files|engine))\//,
    right: {
      // PostgreSQL, Redis and the mail server of the configuration; Redis and PostgreSQL know no redirects, nodemailer follows none.
      ...Object.fromEntries(
        [
          'embedded-postgres/data-folder-lock.ts',
          'actor-pool.ts',
          'connection.ts',
          'session-endings.ts',
          'application-role.ts',
          'migrate.ts',
        ].map((file) => [`apps/server/src/infrastructure/database/${file}`, ["from 'pg'"]]),
      ),
      'apps/server/src/lifecycle/database-server.ts': ["from 'pg'"],
      'apps/server/src/infrastructure/live/listening-connection.ts': ["from 'pg'"],
      'apps/server/src/infrastructure/queue/worker-presence.ts': ["from 'pg'"],
      'apps/server/src/infrastructure/live/redis-live-bus.ts': ["from 'ioredis'"],
      'apps/server/src/infrastructure/cache/redis-connection.ts': ["from 'ioredis'"],
      'apps/server/src/infrastructure/mail/smtp-mail.ts': ["from 'nodemailer'"],
      // The egress: the one way to the internet, with every address checked (docs/decisions/0009-outgoing-requests.md).
      'apps/server/src/infrastructure/third-party/egress/egress.ts': [
        "from 'node:https'",
        "from 'ws'",
        'new WebSocket(',
      ],
      'apps/server/src/infrastructure/third-party/egress/send-request.ts': ["from 'node:https'"],
      'apps/server/src/infrastructure/third-party/egress/resolve-public.ts': [
        "from 'node:dns/promises'",
        "from 'node:net'",
      ],
      'apps/server/src/infrastructure/third-party/egress/destination.ts': ["from 'node:net'"],
      // Questions about the text of an address, the port to listen on, names of status codes: no connection is made.
      'apps/server/src/api/middleware/rate-limits.ts': ["from 'node:net'"],
      'apps/server/src/api/middleware/unreadable-request.ts': ["from 'node:http'"],
      'apps/server/src/domain/identity/factors/relying-party.ts': ["from 'node:net'"],
      'apps/server/src/domain/identity/throttling/throttle.ts': ["from 'node:net'"],
      'apps/server/src/core/front-door.ts': ["from 'node:net'"],
      'apps/server/src/core/config.ts': ["from 'node:net'"],
      'apps/server/src/lifecycle/port-check.ts': ["from 'node:net'"],
    },
  },
  {
    name: 'patterns are not made from input',
    pattern: /new RegExp\(|\.(?:match|matchAll|search)\((?!\/)/g,
    examples: ['new RegExp(filter)', 'name.match(filter)'],
    right: {
      // Of the table of routes, and of a number.
      'apps/server/src/api/middleware/problems.ts': ['new RegExp('],
      'apps/web/src/components/error-state.tsx': ['new RegExp('],
      // Patterns that are constants of the file.
      'packages/contracts/src/stream.ts': ['new RegExp('],
      'packages/transaction-files/src/cells/date-cell.ts': ['new RegExp('],
      'packages/transaction-files/src/cells/number-cell.ts': ['new RegExp('],
      // Asks a provider; no pattern is made of it.
      'apps/server/src/domain/market-data/market-data-service.ts': ['.search('],
      'apps/cli/src/input/json-text.ts': ['.match('],
      'apps/cli/src/input/trust-files.ts': ['.match('],
      'apps/server/src/infrastructure/cryptography/secret-strength.ts': ['.match('],
    },
  },
  {
    name: 'ciphers and digests are those of the inventory',
    // createHash('sha256') and its like are right everywhere; ciphers where the inventory says so.
    pattern:
      /create(?:Hash|Hmac)\(\s*'(?!sha256|sha384|sha512)[^']*'|create(?:De)?[cC]ipheriv\(\s*'[^']*'|from '(?:crypto-js|md5|sha1|node-forge)'/g,
    examples: ["createHash('md5')", "createHmac('sha1', key)", "createCipheriv('aes-256-ecb', key, null)"],
    right: {
      'apps/server/src/infrastructure/cryptography/fernet.ts': [
        "createCipheriv('aes-128-cbc'",
        "createDecipheriv('aes-128-cbc'",
      ],
      'apps/server/src/infrastructure/cryptography/field-cipher.ts': [
        "createCipheriv('aes-256-gcm'",
        "createDecipheriv('aes-256-gcm'",
      ],
      'apps/server/src/infrastructure/cryptography/successor-seal.ts': [
        "createCipheriv('aes-256-gcm'",
        "createDecipheriv('aes-256-gcm'",
      ],
    },
  },
  {
    name: 'nothing random comes from Math.random',
    pattern: /Math\.random/g,
    examples: ['const token = Math.random().toString(36)'],
    // When to try a lost connection again: nobody gains anything by guessing it.
    right: { 'packages/client/src/stream.ts': ['Math.random'] },
  },
  {
    name: 'nothing of the tests is imported by what is delivered',
    pattern: /from '[^']*(?:\/tests\/|\.test\.ts|vitest|fast-check|playwright)[^']*'/g,
    examples: ["import { x } from '../tests/people.ts'", "import { it } from 'vitest'"],
  },
];

describe('what is delivered', () => {
  it('is found', () => {
    expect(delivered.length).toBeGreaterThan(400);
    expect(delivered.some(({ file }) => server.test(file)) && delivered.some(({ file }) => web.test(file))).toBe(true);
  });

  it.each(rules)('$name', ({ pattern, examples, within, right = {} }) => {
    for (const example of examples) expect(withoutComments(example).match(pattern), example).not.toBeNull();
    const found = delivered
      .filter(({ file }) => within === undefined || within.test(file))
      .flatMap(({ file, code }) =>
        [...code.matchAll(pattern)].map(([text]) => ({ file, text: text.replaceAll(/\s+/g, ' ') })),
      );
    expect(found.filter(({ file, text }) => !(right[file] ?? []).includes(text))).toEqual([]);
    // An exception that is no longer used would let the next mistake through.
    const unused = Object.entries(right).flatMap(([file, texts]) =>
      texts
        .filter((text) => !found.some((one) => one.file === file && one.text === text))
        .map((text) => `${file}: ${text}`),
    );
    expect(unused).toEqual([]);
  });
});

/** Without what is in comments; strings that hold "//" (addresses) keep it behind a colon. */
function withoutComments(code: string): string {
  return code.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|[^:'"`\\])\/\/.*$/gm, '$1');
}

/** Imports of types vanish when compiled. */
function withoutTypes(code: string): string {
  return code.replaceAll(/^import type [^;]*;$/gm, '');
}
