/**
 * Mails to the owner of an account about what somebody did to its ways in: whoever did not do it learns of it. They follow from
 * the audit trail, so nothing that is audited goes without its mail, and they never hold up or undo the change.
 */
import { asServer, currentContext } from '../../../core/request-context.ts';
import type { AuditEvent } from '../../audit/ports.ts';
import type { AccountRepository } from '../accounts/ports.ts';
import { securityMail } from '../mail/security-mail.ts';
import type { Mail } from '../ports.ts';

export interface SecurityNoticeParts {
  readonly accounts: Pick<AccountRepository, 'find'>;
  readonly inBackground: (what: string, work: () => Promise<void>) => void;
  readonly sendMail: (mail: Mail) => Promise<void>;
}

/** Takes the events of a transaction that was committed just now. */
export type TellOwners = (events: readonly AuditEvent[]) => void;

export function createSecurityNotices({ accounts, inBackground, sendMail }: SecurityNoticeParts): TellOwners {
  return (events) => {
    for (const event of events) {
      const words = securityMail(event);
      const ownerId = words === null ? null : ownerIdOf(event);
      if (words === null || ownerId === null) continue;
      inBackground('mail about the security of an account', async () => {
        const account = await asServer(() => accounts.find(ownerId));
        // The user of the demo has no account, and nobody to write to.
        if (account !== null) await sendMail({ to: account.email, ...words });
      });
    }
  };
}

/** As the trail has it: whose data it is about, else whoever did it. */
function ownerIdOf({ ownerId }: AuditEvent): string | null {
  const { actor } = currentContext();
  return ownerId ?? ('userId' in actor ? actor.userId : null);
}
