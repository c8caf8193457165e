/**
 * Mail for a server that has nobody to send it by: each message is a file that only the server's user can read. The log says
 * where it is and to whom, never what is in it: the links of a message open an account.
 */
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../../core/logging.ts';
import { maskEmail } from '../../domain/audit/ports.ts';
import type { MailPort } from '../../domain/identity/ports.ts';

export function createMailFolder(options: {
  readonly folder: string;
  readonly log: Logger;
  readonly createId: () => string;
}): MailPort {
  const { folder, log, createId } = options;
  return {
    async send({ to, subject, text }) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // Ids grow with time, so the folder lists the messages in their order.
      const path = join(folder, `${createId()}.txt`);
      const beside = `${path}.part`;
      const file = await open(beside, 'wx', 0o600);
      try {
        await file.writeFile(`To: ${to}\nSubject: ${subject}\n\n${text}`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(beside, path);
      log.info(`A message for ${maskEmail(to)} is in ${path}: no mail server is configured.`);
    },
  };
}
