import { expect, test } from 'vitest';
import { createLogger, type LogLevel } from './logging.ts';

test('each line is one JSON object with time, level and message, whatever the text', () => {
  const [entry, ...more] = logged('info', (log) => log.info({ rows: 3 }, 'Two\nlines and "quotes" \u001b[31m'));
  expect(more).toEqual([]);
  expect(entry).toMatchObject({ level: 'info', rows: 3, msg: 'Two\nlines and "quotes" \u001b[31m', pid: process.pid });
  expect(new Date(String(entry?.time)).toISOString()).toBe(entry?.time);
});

test('secrets never reach the log, at the top or one level down', () => {
  const secret = 'hush-7731';
  const entries = logged('info', (log) => {
    log.info({ password: secret, token: secret, connectionString: secret, databaseUrl: secret }, 'top');
    log.info({ user: { password: secret, name: 'Ada' }, config: { redisUrl: secret } }, 'below');
    log.info({ req: { headers: { authorization: secret, cookie: secret, accept: '*/*' } } }, 'request');
  });
  expect(JSON.stringify(entries)).not.toContain(secret);
  expect(entries[1]).toMatchObject({ user: { password: '[redacted]', name: 'Ada' } });
  expect(entries[2]).toMatchObject({ req: { headers: { authorization: '[redacted]', accept: '*/*' } } });
});

test('headers are logged without what stands for a person, whoever logs them', () => {
  const secret = 'hush-7732';
  const headers = {
    authorization: secret,
    cookie: secret,
    'set-cookie': secret,
    'x-csrf-token': secret,
    accept: '*/*',
  };
  const entries = logged('trace', (log) => {
    log.trace({ busboyOptions: { headers } }, 'Options of a plugin.');
    log.info({ res: { headers } }, 'An answer.');
  });
  expect(JSON.stringify(entries)).not.toContain(secret);
  expect(JSON.stringify(entries)).toContain('*/*');
});

test('a statement that failed is logged without its values, however deep it stands', () => {
  const value = 'Ada\n    at Lovelace';
  const deep = Object.assign(new Error(`invalid input syntax for type uuid: "${value}"`), {
    code: '22P02',
    detail: `Failing row contains (${value}).`,
    where: value,
  });
  const query = 'insert into t (name) values ($1)';
  const failed = Object.assign(new Error(`Failed query: ${query}\nparams: ${value}`, { cause: deep }), {
    query,
    params: [value],
  });
  const [entry] = logged('info', (log) => log.error({ err: new Error('Not saved', { cause: failed }) }, 'Failed.'));
  expect(JSON.stringify(entry)).not.toContain('Ada');
  expect(JSON.stringify(entry)).not.toContain('Lovelace');
  expect(JSON.stringify(entry)).toContain(query);
  expect(JSON.stringify(entry)).toContain('invalid input syntax for type uuid');
  expect(JSON.stringify(entry)).toContain('logging.test.ts');
});

test('errors are logged with their stack and cause', () => {
  const [entry] = logged('info', (log) =>
    log.error({ err: new TypeError('odd', { cause: new Error('deep') }) }, 'Failed.'),
  );
  expect(entry?.err).toMatchObject({ type: 'TypeError', message: expect.stringContaining('odd') });
  expect(JSON.stringify(entry?.err)).toContain('deep');
});

test('the level holds', () => {
  const write = (level: LogLevel) =>
    logged(level, (log) => {
      log.debug('d');
      log.warn('w');
    }).length;
  expect([write('silent'), write('error'), write('info'), write('debug')]).toEqual([0, 0, 1, 2]);
});

function logged(level: LogLevel, write: (log: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLogger({ level, destination: { write: (line) => void lines.push(line) } }));
  return lines.map((line) => {
    expect(line.trimEnd()).not.toContain('\n');
    return JSON.parse(line) as Record<string, unknown>;
  });
}
