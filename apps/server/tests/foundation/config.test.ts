/** The settings: defaults, every value that is refused and what is said about it, and the page that documents them. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ConfigError, loadConfig, type Machine } from '../../src/core/config.ts';
import { foreignNames, placeNames, settingNames } from '../../src/core/config-variables.ts';
import { secretSettingNames } from '../../src/core/secret-settings.ts';

const linux: Machine = {
  platform: 'linux',
  isRoot: false,
  homeFolder: '/home/ada',
  workingFolder: '/work',
  coreCount: 8,
};

describe('defaults', () => {
  test('no variable at all is a complete configuration', () => {
    expect(loadConfig({}, linux)).toEqual({
      port: 8080,
      host: '127.0.0.1',
      frontDoor: { isLocal: true, publicUrl: null, trustedProxies: [] },
      apiDocs: 'local',
      dataFolder: '/home/ada/.local/share/riskoptimizer',
      auditHeads: '/home/ada/.local/share/riskoptimizer/audit/heads.jsonl',
      databaseUrl: null,
      databaseOwnerUrl: null,
      redisUrl: null,
      smtp: null,
      passwordRounds: 12,
      secrets: {},
      logLevel: 'info',
      logTo: 'file',
      drainMs: 2_000,
      dailyRefresh: true,
      workers: 1,
      calculationThreads: 4,
      calculationTimeoutMs: 30_000,
      cacheBytes: 64 * 1024 ** 2,
      runtimeFolder: null,
    });
  });

  test('an empty variable, or one of blanks, counts as not set', () => {
    const empty = Object.fromEntries(settingNames.map((name) => [name, name === 'PORT' ? '  ' : '']));
    expect(loadConfig(empty, linux)).toEqual(loadConfig({}, linux));
  });

  test.each<[string, Partial<Machine>, Record<string, string>, string]>([
    ['Linux with XDG', {}, { XDG_DATA_HOME: '/data' }, '/data/riskoptimizer'],
    [
      'Linux with a relative XDG, which the specification tells to ignore',
      {},
      { XDG_DATA_HOME: 'data' },
      '/home/ada/.local/share/riskoptimizer',
    ],
    ['root', { isRoot: true, homeFolder: '/root' }, {}, '/var/lib/riskoptimizer'],
    [
      'macOS',
      { platform: 'darwin', homeFolder: '/Users/ada' },
      {},
      '/Users/ada/Library/Application Support/RiskOptimizer',
    ],
    ['a relative setting', {}, { RISKOPTIMIZER_DATA: 'mine' }, '/work/mine'],
    ['an absolute setting', { isRoot: true }, { RISKOPTIMIZER_DATA: '/srv/risk/' }, '/srv/risk'],
  ])('data folder: %s', (_, machine, environment, folder) => {
    expect(loadConfig(environment, { ...linux, ...machine }).dataFolder).toBe(folder);
  });

  test.each([
    [1, 2],
    [2, 2],
    [4, 3],
    [64, 4],
  ])('on %i cores %i threads calculate', (coreCount, threads) => {
    expect(loadConfig({}, { ...linux, coreCount }).calculationThreads).toBe(threads);
  });
});

test('what is set is taken', () => {
  const environment = {
    PORT: '0',
    HOST: '::1',
    RISKOPTIMIZER_PUBLIC_URL: 'https://Risk.Example:8443/',
    RISKOPTIMIZER_TRUSTED_PROXIES: '::1, 10.0.0.0/8',
    RISKOPTIMIZER_API_DOCS: 'public',
    DATABASE_URL: 'postgresql://ada:secret@db.example:5433/risk',
    DATABASE_OWNER_URL: 'postgresql://owner:secret@db.example:5433/risk',
    RISKOPTIMIZER_UNENCRYPTED_SERVICES: 'allowed',
    REDIS_URL: 'rediss://cache.example',
    RISKOPTIMIZER_DATA: '/srv/risk',
    RISKOPTIMIZER_AUDIT_HEADS: '/mnt/auditor/heads.jsonl',
    RISKOPTIMIZER_SMTP_URL: 'smtps://mail.example',
    RISKOPTIMIZER_MAIL_FROM: 'Risk <risk@example.org>',
    RISKOPTIMIZER_BCRYPT_ROUNDS: '13',
    RISKOPTIMIZER_FIELD_KEYS_FILE: '/run/secrets/field-keys',
    RISKOPTIMIZER_LOG: 'debug',
    RISKOPTIMIZER_LOG_TO: 'stderr',
    RISKOPTIMIZER_DRAIN_SECONDS: '10',
    RISKOPTIMIZER_DAILY_REFRESH: 'off',
    RISKOPTIMIZER_WORKERS: '0',
    RISKOPTIMIZER_CALCULATION_THREADS: '16',
    RISKOPTIMIZER_CALCULATION_SECONDS: '5',
    RISKOPTIMIZER_CACHE_MEGABYTES: '8',
    XDG_RUNTIME_DIR: '/run/user/1000',
    RISKOPTIMIZER_API: 'http://elsewhere',
  };
  expect(loadConfig(environment, linux)).toEqual({
    port: 0,
    host: '::1',
    frontDoor: { isLocal: false, publicUrl: 'https://risk.example:8443', trustedProxies: ['::1', '10.0.0.0/8'] },
    apiDocs: 'public',
    dataFolder: '/srv/risk',
    auditHeads: '/mnt/auditor/heads.jsonl',
    databaseUrl: environment.DATABASE_URL,
    databaseOwnerUrl: environment.DATABASE_OWNER_URL,
    redisUrl: environment.REDIS_URL,
    smtp: { url: 'smtps://mail.example', from: 'Risk <risk@example.org>' },
    passwordRounds: 13,
    secrets: { RISKOPTIMIZER_FIELD_KEYS_FILE: '/run/secrets/field-keys' },
    logLevel: 'debug',
    logTo: 'stderr',
    drainMs: 10_000,
    dailyRefresh: false,
    workers: 0,
    calculationThreads: 16,
    calculationTimeoutMs: 5_000,
    cacheBytes: 8 * 1024 ** 2,
    runtimeFolder: '/run/user/1000',
  });
});

describe('the front door', () => {
  const proxied = {
    RISKOPTIMIZER_PUBLIC_URL: 'https://risk.example',
    RISKOPTIMIZER_TRUSTED_PROXIES: '10.0.0.7',
  };

  test('is local for loopback addresses, also by a name of this machine', () => {
    for (const environment of [
      {},
      { HOST: 'localhost' },
      { HOST: '127.9.9.9' },
      { RISKOPTIMIZER_PUBLIC_URL: 'http://localhost:8080' },
      { RISKOPTIMIZER_PUBLIC_URL: 'https://localhost' },
    ])
      expect(loadConfig(environment, linux).frontDoor.isLocal).toBe(true);
  });

  test('is open behind a proxy, also when only the proxy can reach it', () => {
    for (const environment of [proxied, { ...proxied, HOST: '0.0.0.0' }, { ...proxied, HOST: '::' }])
      expect(loadConfig(environment, linux).frontDoor).toEqual({
        isLocal: false,
        publicUrl: 'https://risk.example',
        trustedProxies: ['10.0.0.7'],
      });
  });

  test.each([
    [{ HOST: '0.0.0.0' }, 'must say the address that people open'],
    [{ HOST: '0.0.0.0', RISKOPTIMIZER_PUBLIC_URL: 'http://localhost:8080' }, 'which is this machine'],
    [{ HOST: '0.0.0.0', RISKOPTIMIZER_PUBLIC_URL: 'https://risk.example' }, 'a proxy in front of it must speak TLS'],
    [{ RISKOPTIMIZER_PUBLIC_URL: 'https://risk.example' }, 'a proxy in front of it must speak TLS'],
  ])('%j would send passwords in clear text', (environment, sentence) => {
    expect(sentencesFor(environment)).toEqual([expect.stringContaining(sentence)]);
  });
});

describe('refusals', () => {
  const refused: [string, string, string][] = [
    ...['65536', '-1', '80.5', '8e3', '0x50', 'http', '99999999999', '８０'].map((value): [string, string, string] => [
      'PORT',
      value,
      `PORT is "${value}"; expected a whole number from 0 to 65535. Start with PORT=8080 npm start, or PORT=0 for any free port.`,
    ]),
    ...['example.org', '127.0.0.1.example.org', '127.1', '0', 'LOCALHOST', '10.0.0.1:80'].map(
      (value): [string, string, string] => [
        'HOST',
        value,
        `HOST is "${value}"; expected an IP address of this machine to listen on, or localhost. ` +
          'Unset it to be reached from this machine only.',
      ],
    ),
    ...['0.0.0.0', '::', '192.168.1.5', '::ffff:10.0.0.1'].map((value): [string, string, string] => [
      'HOST',
      value,
      `HOST is "${value}", which other machines can reach, so RISKOPTIMIZER_PUBLIC_URL must say the address that people open, ` +
        'such as https://risk.example.org. Unset HOST to be reached from this machine only.',
    ]),
    ...[
      'http://risk.example.org',
      'https://risk.example.org/app',
      'https://risk.example.org?x',
      'https://risk.example.org#',
      'https://ada@risk.example.org',
      'risk.example.org',
      'ftp://localhost',
    ].map((value): [string, string, string] => [
      'RISKOPTIMIZER_PUBLIC_URL',
      value,
      `RISKOPTIMIZER_PUBLIC_URL is "${value}"; expected https:// and a host, perhaps a port, and nothing more ` +
        '(http:// only for localhost). Write it like https://risk.example.org, or unset it.',
    ]),
    ...['proxy', '10.0.0.0/33', '0.0.0.0/0', '::/0', 'true', '1', ',', '10.0.0.1;10.0.0.2'].map(
      (value): [string, string, string] => [
        'RISKOPTIMIZER_TRUSTED_PROXIES',
        value,
        `RISKOPTIMIZER_TRUSTED_PROXIES is "${value}"; expected addresses or networks of proxies, separated by commas, ` +
          'such as 127.0.0.1,10.0.0.0/8. Unset it to believe no proxy.',
      ],
    ),
    [
      'RISKOPTIMIZER_API_DOCS',
      'yes',
      'RISKOPTIMIZER_API_DOCS is "yes"; expected one of local, public. Unset it for local.',
    ],
    ...['mysql://ada:secret@db/risk', 'secret', '/secret/socket'].map((value): [string, string, string] => [
      'DATABASE_URL',
      value,
      'DATABASE_URL is not an address that starts with postgres:// or postgresql://. ' +
        'Write it like postgres://user:password@host:5432/database, or unset it to use the built-in one.',
    ]),
    [
      'DATABASE_OWNER_URL',
      'mysql://secret',
      'DATABASE_OWNER_URL is not an address that starts with postgres:// or postgresql://. ' +
        'Write it like postgres://owner:password@host:5432/database, or unset it to use the built-in one.',
    ],
    [
      'RISKOPTIMIZER_UNENCRYPTED_SERVICES',
      'yes',
      'RISKOPTIMIZER_UNENCRYPTED_SERVICES is "yes"; expected one of refused, allowed. Unset it for refused.',
    ],
    [
      'REDIS_URL',
      'redis://:secret@cache:6379',
      'REDIS_URL names another machine without TLS: write rediss://… instead. If nobody else can listen on that network, ' +
        'as between containers of one machine, say so with RISKOPTIMIZER_UNENCRYPTED_SERVICES=allowed.',
    ],
    [
      'REDIS_URL',
      'http://secret@cache',
      'REDIS_URL is not an address that starts with redis:// or rediss:// or unix://. ' +
        'Write it like redis://host:6379, or unset it to use the built-in one.',
    ],
    [
      'RISKOPTIMIZER_DATA',
      '~/risk',
      'RISKOPTIMIZER_DATA starts with "~", which only a shell replaces. Write the whole path, such as /srv/riskoptimizer.',
    ],
    [
      'RISKOPTIMIZER_AUDIT_HEADS',
      '~/risk',
      'RISKOPTIMIZER_AUDIT_HEADS starts with "~", which only a shell replaces. Write the whole path, such as /srv/audit/heads.jsonl.',
    ],
    [
      'RISKOPTIMIZER_LOG',
      'verbose',
      'RISKOPTIMIZER_LOG is "verbose"; expected one of fatal, error, warn, info, debug, trace, silent. Unset it for info.',
    ],
    [
      'RISKOPTIMIZER_LOG_TO',
      'stdout',
      'RISKOPTIMIZER_LOG_TO is "stdout"; expected one of file, stderr. Unset it for file.',
    ],
    [
      'RISKOPTIMIZER_DRAIN_SECONDS',
      '301',
      'RISKOPTIMIZER_DRAIN_SECONDS is "301"; expected a whole number from 0 to 300. Unset it for 2 seconds.',
    ],
    [
      'RISKOPTIMIZER_DAILY_REFRESH',
      'yes',
      'RISKOPTIMIZER_DAILY_REFRESH is "yes"; expected one of on, off. Unset it for on.',
    ],
    [
      'RISKOPTIMIZER_WORKERS',
      '65',
      'RISKOPTIMIZER_WORKERS is "65"; expected a whole number from 0 to 64. Unset it for one job at a time.',
    ],
    [
      'RISKOPTIMIZER_CALCULATION_THREADS',
      '0',
      'RISKOPTIMIZER_CALCULATION_THREADS is "0"; expected a whole number from 1 to 256. ' +
        'Unset it to take what suits this machine.',
    ],
    [
      'RISKOPTIMIZER_CALCULATION_SECONDS',
      '30s',
      'RISKOPTIMIZER_CALCULATION_SECONDS is "30s"; expected a whole number from 1 to 3600. Unset it for 30 seconds.',
    ],
    [
      'RISKOPTIMIZER_SMTP_URL',
      'mail.example',
      'RISKOPTIMIZER_SMTP_URL is not an address that starts with smtp:// or smtps://. ' +
        'Write it like smtps://user:password@host:465, or unset it to use the built-in one.',
    ],
    [
      'RISKOPTIMIZER_MAIL_FROM',
      'nobody',
      'RISKOPTIMIZER_MAIL_FROM is "nobody"; expected an e-mail address, such as RiskOptimizer <risk@example.org>.',
    ],
    [
      'RISKOPTIMIZER_BCRYPT_ROUNDS',
      '9',
      'RISKOPTIMIZER_BCRYPT_ROUNDS is "9"; expected a whole number from 10 to 16. Unset it for 12.',
    ],
    [
      'RISKOPTIMIZER_CACHE_MEGABYTES',
      '64MB',
      'RISKOPTIMIZER_CACHE_MEGABYTES is "64MB"; expected a whole number from 1 to 65536. Unset it for 64 megabytes.',
    ],
  ];
  test.each(refused)('%s=%s', (name, value, sentence) => {
    expect(sentencesFor({ [name]: value })).toEqual([sentence]);
  });

  test('every setting has at least one value that is refused here; secrets are judged by what is in them', () => {
    const secret = new Set<string>(secretSettingNames);
    expect(new Set(refused.map(([name]) => name))).toEqual(new Set(settingNames.filter((name) => !secret.has(name))));
  });

  test('a mail server without a sender, and a sender without a mail server', () => {
    expect(sentencesFor({ RISKOPTIMIZER_SMTP_URL: 'smtps://mail.example' })).toEqual([
      'RISKOPTIMIZER_SMTP_URL is set, but not who mails come from: set RISKOPTIMIZER_MAIL_FROM to an address.',
    ]);
    expect(sentencesFor({ RISKOPTIMIZER_MAIL_FROM: 'risk@example.org' })).toEqual([
      'RISKOPTIMIZER_MAIL_FROM is set, but no mail server: set RISKOPTIMIZER_SMTP_URL as well, or unset it.',
    ]);
  });

  test.each([
    ['RISKOPTIMIZER_DTAA', 'RISKOPTIMIZER_DATA'],
    ['RISKOPTIMIZER_CALCULATION_THREAD', 'RISKOPTIMIZER_CALCULATION_THREADS'],
    ['RISKOPTIMIZER_LOGS', 'RISKOPTIMIZER_LOG'],
  ])('the misspelt %s is reported with %s', (misspelt, meant) => {
    expect(sentencesFor({ [misspelt]: '/srv/risk' })).toEqual([
      `${misspelt} is not a setting of RiskOptimizer; did you mean ${meant}? Correct the name or unset it.`,
    ]);
  });

  test('everything that is wrong is said at once, and no secret is repeated', () => {
    const sentences = sentencesFor({
      PORT: 'x',
      HOST: '0.0.0.0',
      DATABASE_URL: 'mysql://secret',
      RISKOPTIMIZER_PORT: '1',
    });
    expect(sentences).toHaveLength(4);
    expect(sentences.join(' ')).not.toContain('secret');
  });
});

test('docs/guides/configuration.md lists exactly the variables that are read', async () => {
  const page = await readFile(
    fileURLToPath(new URL('../../../../docs/guides/configuration.md', import.meta.url)),
    'utf8',
  );
  const documented = [...page.matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1]);
  expect(documented.toSorted()).toEqual([...settingNames, ...placeNames, ...foreignNames].toSorted());
});

function sentencesFor(environment: Record<string, string>): readonly string[] {
  try {
    loadConfig(environment, linux);
  } catch (error) {
    if (error instanceof ConfigError) return error.sentences;
    throw error;
  }
  return [];
}
