/** Mail: to a folder that nobody else reads, or to a real SMTP server. */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createId } from '../../src/core/ids.ts';
import { createMailFolder } from '../../src/infrastructure/mail/mail-folder.ts';
import { createSmtpMail } from '../../src/infrastructure/mail/smtp-mail.ts';

const lines: string[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
const mail = {
  to: 'grace@example.com',
  subject: 'Reset your password',
  text: 'Ünïcode and a link:\n\nhttp://127.0.0.1:8080/reset#token=abc.def\n',
};
beforeEach(() => void lines.splice(0));

describe('a folder', () => {
  let folder: string;
  beforeAll(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'riskoptimizer-mail-')), 'mail');
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('gets a file a message, for the user of the server only; the log says where and no more', async () => {
    const port = createMailFolder({ folder, log, createId });
    await port.send(mail);
    await port.send({ ...mail, subject: 'Second' });
    const names = (await readdir(folder)).toSorted();
    expect(names).toHaveLength(2);
    expect(await readFile(join(folder, names[0] ?? ''), 'utf8')).toBe(
      `To: grace@example.com\nSubject: Reset your password\n\n${mail.text}`,
    );
    expect(await readFile(join(folder, names[1] ?? ''), 'utf8')).toContain('Subject: Second');
    expect((await stat(join(folder, names[0] ?? ''))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    const logged = lines.join('\n');
    expect(logged).toContain(`A message for g…@example.com is in ${folder}`);
    expect(logged).not.toContain('grace');
    expect(logged).not.toContain('token');
  });
});

describe('an SMTP server', () => {
  const received: { from: string; to: string[]; text: string }[] = [];
  let refuseNext = 0;
  let server: SMTPServer;
  let url: string;

  beforeAll(async () => {
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, session, done) {
        let text = '';
        stream.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        stream.on('end', () => {
          if (refuseNext > 0) {
            refuseNext -= 1;
            done(Object.assign(new Error('Try later, grace@example.com'), { responseCode: 451 }));
            return;
          }
          const { mailFrom, rcptTo } = session.envelope;
          received.push({
            from: mailFrom === false ? '' : mailFrom.address,
            to: rcptTo.map(({ address }) => address),
            text,
          });
          done();
        });
      },
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

  test('gets the message with sender and text', async () => {
    await createSmtpMail({ url, from: 'RiskOptimizer <risk@example.org>', log }).send(mail);
    expect(received.at(-1)).toMatchObject({ from: 'risk@example.org', to: ['grace@example.com'] });
    expect(received.at(-1)?.text).toContain('From: RiskOptimizer <risk@example.org>');
    expect(received.at(-1)?.text).toContain('Subject: Reset your password');
    expect(lines.join('\n')).not.toMatch(/grace|token/);
  });

  test('that is busy is asked again, and the log repeats no address', async () => {
    refuseNext = 2;
    const before = received.length;
    await createSmtpMail({ url, from: 'risk@example.org', log, pausesMs: [1, 1] }).send(mail);
    expect(received.length).toBe(before + 1);
    expect(lines.filter((line) => line.includes('tried again'))).toHaveLength(2);
    expect(lines.join('\n')).not.toContain('grace');
  });

  test('that never takes it is given up, with its code only', async () => {
    refuseNext = 3;
    const sending = createSmtpMail({ url, from: 'risk@example.org', log, pausesMs: [1, 1] }).send(mail);
    await expect(sending).rejects.toThrow(/^The mail server did not take a message \(E\w+\)\.$/);
  });

  test.each(['a@example.com\r\nBcc: b@example.com', 'a@example.com, b@example.com', 'B <b@example.com>', ''])(
    'is not asked for anything but one address: %j',
    async (to) => {
      const before = received.length;
      await expect(createSmtpMail({ url, from: 'risk@example.org', log }).send({ ...mail, to })).rejects.toThrow(
        /not one e-mail address/,
      );
      expect(received.length).toBe(before);
    },
  );

  test('gets no header from a subject', async () => {
    await createSmtpMail({ url, from: 'risk@example.org', log }).send({ ...mail, subject: 'S\r\nX-Evil: 1' });
    expect(received.at(-1)?.text).not.toMatch(/^X-Evil/m);
  });
});
