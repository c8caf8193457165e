/** The settings of the server. This is the only module that reads environment variables; docs/guides/configuration.md lists them. */

import { isIP } from 'node:net';
import { availableParallelism, homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import { type SettingName, settingNames, unknownSettings } from './config-variables.ts';
import { type FrontDoor, frontDoorOf, insecureCombinations, readProxies, readPublicUrl } from './front-door.ts';
import { type LogLevel, logLevels } from './logging.ts';
import { type SecretSettings, secretSettingNames } from './secret-settings.ts';
import { unencryptedServices } from './service-encryption.ts';

export interface Config {
  /** 0 takes any free port. */
  readonly port: number;
  /** An address to listen on. */
  readonly host: string;
  readonly frontDoor: FrontDoor;
  /** Who may read the API reference: programs and browsers of this machine, or everybody who reaches the server. */
  readonly apiDocs: 'local' | 'public';
  /** Absolute. Holds the embedded PostgreSQL, if there is one, and the logs. */
  readonly dataFolder: string;
  /** Absolute. Where the signed heads of the audit trail are kept. */
  readonly auditHeads: string;
  /** A PostgreSQL to use; null starts the embedded one. */
  readonly databaseUrl: string | null;
  /** Who migrates that PostgreSQL, where it is somebody else than the application signs in as; null is the same. */
  readonly databaseOwnerUrl: string | null;
  /** A Redis to use; null caches in the process. */
  readonly redisUrl: string | null;
  /** A mail server, `smtp://` or `smtps://`, and who mails come from; null keeps them as files in the data folder. */
  readonly smtp: { readonly url: string; readonly from: string } | null;
  /** 2^rounds steps for each password. */
  readonly passwordRounds: number;
  /** Secrets that the environment gives; the others are in the data folder. */
  readonly secrets: SecretSettings;
  readonly logLevel: LogLevel;
  readonly logTo: 'file' | 'stderr';
  /** Whether prices of providers are asked for once a day by themselves. */
  /** How long the server still answers after SIGTERM, while /health/ready says that no more requests should come. */
  readonly drainMs: number;
  readonly dailyRefresh: boolean;
  /** Jobs that this process runs at a time; 0 leaves them to worker processes. */
  readonly workers: number;
  readonly calculationThreads: number;
  /** Limit of one calculation, waiting included. */
  readonly calculationTimeoutMs: number;
  /** Limit of the in-process cache. */
  readonly cacheBytes: number;
  /** Folder for sockets of this session as the operating system names it, or null. */
  readonly runtimeFolder: string | null;
}

/** All that is wrong with the settings, one sentence each. */
export class ConfigError extends Error {
  readonly sentences: readonly string[];

  constructor(sentences: readonly string[]) {
    super(sentences.join('\n'));
    this.name = 'ConfigError';
    this.sentences = sentences;
  }
}

/** What the defaults depend on; tests hand in their own. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
  readonly homeFolder: string;
  readonly workingFolder: string;
  readonly coreCount: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings. A variable that is empty counts as not set.
 *
 * @throws ConfigError naming every variable that is wrong, what was expected and what to do. Values of DATABASE_URL and
 * REDIS_URL are never repeated: they may hold a password.
 */
export function loadConfig(environment: Environment, machine: Machine = presentMachine()): Config {
  const given: Partial<Record<SettingName, string>> = {};
  for (const name of settingNames) {
    const text = environment[name]?.trim();
    if (text !== undefined && text !== '') given[name] = text;
  }
  const parsed = settings(machine).safeParse(given);
  const sentences = [
    ...(parsed.error?.issues.map((issue) => issue.message) ?? []),
    ...unknownSettings(Object.keys(environment)).map(
      ({ name, nearest }) =>
        `${name} is not a setting of RiskOptimizer; did you mean ${nearest}? Correct the name or unset it.`,
    ),
    ...insecureCombinations(givenFrontDoor(given)),
    ...(given.RISKOPTIMIZER_UNENCRYPTED_SERVICES === 'allowed' ? [] : unencryptedServices(given)),
    ...(parsed.success ? halfMailSettings(given) : []),
  ];
  if (!parsed.success || sentences.length > 0) throw new ConfigError(sentences);
  const dataFolder = parsed.data.RISKOPTIMIZER_DATA ?? defaultDataFolder(environment, machine);
  return {
    port: parsed.data.PORT,
    host: parsed.data.HOST,
    frontDoor: frontDoorOf(givenFrontDoor(given)),
    apiDocs: parsed.data.RISKOPTIMIZER_API_DOCS,
    dataFolder,
    auditHeads: parsed.data.RISKOPTIMIZER_AUDIT_HEADS ?? join(dataFolder, 'audit', 'heads.jsonl'),
    databaseUrl: parsed.data.DATABASE_URL ?? null,
    databaseOwnerUrl: parsed.data.DATABASE_OWNER_URL ?? null,
    redisUrl: parsed.data.REDIS_URL ?? null,
    smtp: smtpOf(parsed.data),
    passwordRounds: parsed.data.RISKOPTIMIZER_BCRYPT_ROUNDS,
    secrets: Object.fromEntries(secretSettingNames.map((name) => [name, given[name]])),
    logLevel: parsed.data.RISKOPTIMIZER_LOG,
    logTo: parsed.data.RISKOPTIMIZER_LOG_TO,
    drainMs: parsed.data.RISKOPTIMIZER_DRAIN_SECONDS * 1000,
    dailyRefresh: parsed.data.RISKOPTIMIZER_DAILY_REFRESH === 'on',
    workers: parsed.data.RISKOPTIMIZER_WORKERS,
    calculationThreads: parsed.data.RISKOPTIMIZER_CALCULATION_THREADS,
    calculationTimeoutMs: parsed.data.RISKOPTIMIZER_CALCULATION_SECONDS * 1000,
    cacheBytes: parsed.data.RISKOPTIMIZER_CACHE_MEGABYTES * 1024 * 1024,
    runtimeFolder: absoluteOrNull(environment.XDG_RUNTIME_DIR),
  };
}

/** One schema a variable: what is allowed, the default, and the sentence for what is not. */
function settings(machine: Machine) {
  return z.object({
    PORT: wholeNumber('PORT', 0, 65_535, 8080, 'Start with PORT=8080 npm start, or PORT=0 for any free port.'),
    HOST: z
      .string()
      .refine((text) => isIP(text) !== 0 || text === 'localhost', {
        error: (issue) =>
          `HOST is "${String(issue.input)}"; expected an IP address of this machine to listen on, or localhost. ` +
          'Unset it to be reached from this machine only.',
      })
      .default(loopback),
    RISKOPTIMIZER_PUBLIC_URL: z
      .string()
      .refine((text) => readPublicUrl(text) !== null, {
        error: (issue) =>
          `RISKOPTIMIZER_PUBLIC_URL is "${String(issue.input)}"; expected https:// and a host, perhaps a port, and nothing more ` +
          '(http:// only for localhost). Write it like https://risk.example.org, or unset it.',
      })
      .optional(),
    RISKOPTIMIZER_TRUSTED_PROXIES: z
      .string()
      .refine((text) => readProxies(text) !== null, {
        error: (issue) =>
          `RISKOPTIMIZER_TRUSTED_PROXIES is "${String(issue.input)}"; expected addresses or networks of proxies, separated by commas, ` +
          'such as 127.0.0.1,10.0.0.0/8. Unset it to believe no proxy.',
      })
      .optional(),
    RISKOPTIMIZER_API_DOCS: oneOf('RISKOPTIMIZER_API_DOCS', ['local', 'public'], 'local'),
    DATABASE_URL: address('DATABASE_URL', ['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/database'),
    DATABASE_OWNER_URL: address(
      'DATABASE_OWNER_URL',
      ['postgres:', 'postgresql:'],
      'postgres://owner:password@host:5432/database',
    ),
    REDIS_URL: address('REDIS_URL', ['redis:', 'rediss:', 'unix:'], 'redis://host:6379'),
    RISKOPTIMIZER_UNENCRYPTED_SERVICES: oneOf('RISKOPTIMIZER_UNENCRYPTED_SERVICES', ['refused', 'allowed'], 'refused'),
    RISKOPTIMIZER_AUDIT_HEADS: path('RISKOPTIMIZER_AUDIT_HEADS', '/srv/audit/heads.jsonl', machine),
    RISKOPTIMIZER_DATA: path('RISKOPTIMIZER_DATA', '/srv/riskoptimizer', machine),
    RISKOPTIMIZER_SMTP_URL: address('RISKOPTIMIZER_SMTP_URL', ['smtp:', 'smtps:'], 'smtps://user:password@host:465'),
    RISKOPTIMIZER_MAIL_FROM: z
      .string()
      .refine((text) => /^[^\r\n]*[^\s<>@]@[^\s<>@]+>?$/.test(text), {
        error: (issue) =>
          `RISKOPTIMIZER_MAIL_FROM is "${String(issue.input)}"; expected an e-mail address, such as ` +
          'RiskOptimizer <risk@example.org>.',
      })
      .optional(),
    RISKOPTIMIZER_BCRYPT_ROUNDS: wholeNumber('RISKOPTIMIZER_BCRYPT_ROUNDS', 10, 16, 12, 'Unset it for 12.'),
    RISKOPTIMIZER_LOG: oneOf('RISKOPTIMIZER_LOG', logLevels, 'info'),
    RISKOPTIMIZER_LOG_TO: oneOf('RISKOPTIMIZER_LOG_TO', ['file', 'stderr'], 'file'),
    RISKOPTIMIZER_DRAIN_SECONDS: wholeNumber('RISKOPTIMIZER_DRAIN_SECONDS', 0, 300, 2, 'Unset it for 2 seconds.'),
    RISKOPTIMIZER_DAILY_REFRESH: oneOf('RISKOPTIMIZER_DAILY_REFRESH', ['on', 'off'], 'on'),
    RISKOPTIMIZER_WORKERS: wholeNumber('RISKOPTIMIZER_WORKERS', 0, 64, 1, 'Unset it for one job at a time.'),
    // Two at least: one long calculation must not hold up everybody. One core stays with the API where there are more. Four
    // serve a desk; each thread takes memory whether it works or not.
    RISKOPTIMIZER_CALCULATION_THREADS: wholeNumber(
      'RISKOPTIMIZER_CALCULATION_THREADS',
      1,
      256,
      Math.min(4, Math.max(2, machine.coreCount - 1)),
      'Unset it to take what suits this machine.',
    ),
    RISKOPTIMIZER_CALCULATION_SECONDS: wholeNumber(
      'RISKOPTIMIZER_CALCULATION_SECONDS',
      1,
      3600,
      30,
      'Unset it for 30 seconds.',
    ),
    RISKOPTIMIZER_CACHE_MEGABYTES: wholeNumber(
      'RISKOPTIMIZER_CACHE_MEGABYTES',
      1,
      65_536,
      64,
      'Unset it for 64 megabytes.',
    ),
  });
}

function halfMailSettings(given: Partial<Record<SettingName, string>>): string[] {
  const [url, from] = [given.RISKOPTIMIZER_SMTP_URL, given.RISKOPTIMIZER_MAIL_FROM];
  if (url !== undefined && from === undefined)
    return ['RISKOPTIMIZER_SMTP_URL is set, but not who mails come from: set RISKOPTIMIZER_MAIL_FROM to an address.'];
  if (url === undefined && from !== undefined)
    return ['RISKOPTIMIZER_MAIL_FROM is set, but no mail server: set RISKOPTIMIZER_SMTP_URL as well, or unset it.'];
  return [];
}

function smtpOf(data: { RISKOPTIMIZER_SMTP_URL?: string | undefined; RISKOPTIMIZER_MAIL_FROM?: string | undefined }) {
  const { RISKOPTIMIZER_SMTP_URL: url, RISKOPTIMIZER_MAIL_FROM: from } = data;
  return url === undefined || from === undefined ? null : { url, from };
}

function path(name: SettingName, example: string, machine: Machine) {
  return z
    .string()
    .refine((text) => !text.startsWith('~'), {
      error: `${name} starts with "~", which only a shell replaces. Write the whole path, such as ${example}.`,
    })
    .refine((text) => !text.includes('\0'), { error: `${name} is not a path. Write one such as ${example}.` })
    .transform((text) => resolve(machine.workingFolder, text))
    .optional();
}

function wholeNumber(name: SettingName, minimum: number, maximum: number, standard: number, remedy: string) {
  return z
    .string()
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum, {
      error: (issue) =>
        `${name} is "${String(issue.input)}"; expected a whole number from ${minimum} to ${maximum}. ${remedy}`,
    })
    .transform(Number)
    .default(standard);
}

function oneOf<const Word extends string>(name: SettingName, words: readonly Word[], standard: NoInfer<Word>) {
  return z
    .enum(words as readonly [Word, ...Word[]], {
      error: (issue) =>
        `${name} is "${String(issue.input)}"; expected one of ${words.join(', ')}. Unset it for ${standard}.`,
    })
    .default(standard);
}

function address(name: SettingName, protocols: readonly string[], example: string) {
  const schemes = protocols.map((protocol) => `${protocol}//`).join(' or ');
  return z
    .string()
    .refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
      error: `${name} is not an address that starts with ${schemes}. Write it like ${example}, or unset it to use the built-in one.`,
    })
    .optional();
}

const loopback = '127.0.0.1';

/** What is readable of the three; what is not has a sentence of its own. */
function givenFrontDoor(given: Partial<Record<SettingName, string>>) {
  const { HOST: host = loopback, RISKOPTIMIZER_PUBLIC_URL: url, RISKOPTIMIZER_TRUSTED_PROXIES: proxies } = given;
  return {
    host: isIP(host) === 0 ? loopback : host,
    publicUrl: url === undefined ? null : readPublicUrl(url),
    trustedProxies: proxies === undefined ? [] : (readProxies(proxies) ?? []),
  };
}

function defaultDataFolder(environment: Environment, machine: Machine): string {
  if (machine.platform === 'darwin') return join(machine.homeFolder, 'Library', 'Application Support', 'RiskOptimizer');
  if (machine.platform === 'win32') {
    return join(environment.LOCALAPPDATA ?? join(machine.homeFolder, 'AppData', 'Local'), 'RiskOptimizer');
  }
  // An unprivileged user runs PostgreSQL for root, and root's home cannot be reached by anybody else.
  if (machine.isRoot) return '/var/lib/riskoptimizer';
  // The XDG specification tells programs to ignore a relative path here.
  return join(
    absoluteOrNull(environment.XDG_DATA_HOME) ?? join(machine.homeFolder, '.local', 'share'),
    'riskoptimizer',
  );
}

function absoluteOrNull(path: string | undefined): string | null {
  return path !== undefined && isAbsolute(path) ? path : null;
}

function presentMachine(): Machine {
  return {
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    homeFolder: homedir(),
    workingFolder: process.cwd(),
    coreCount: availableParallelism(),
  };
}
