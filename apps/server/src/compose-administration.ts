/** Puts together what administrators do, the live connection, and the keys of the sealed fields. */

import type { AdministrationServices } from './api/administration-services.ts';
import type { IdentityFoundation } from './compose-identity.ts';
import { createId } from './core/ids.ts';
import { asServer } from './core/request-context.ts';
import { createFieldRotation } from './domain/administration/field-rotation.ts';
import { createInvitationService } from './domain/administration/invitations.ts';
import type { FieldKeys } from './domain/administration/sealed-fields.ts';
import { createSettingsAdministration } from './domain/administration/settings-administration.ts';
import { createUserAdministration } from './domain/administration/user-administration.ts';
import { createStreamService } from './domain/stream/stream-service.ts';
import { createInvitationRepository } from './infrastructure/database/repositories/invitation-repository.ts';
import { createSealedFieldRepository } from './infrastructure/database/repositories/sealed-field-repository.ts';
import { createStreamTicketRepository } from './infrastructure/database/repositories/stream-ticket-repository.ts';
import { createUserAdministrationRepository } from './infrastructure/database/repositories/user-administration-repository.ts';

export interface AdministrationOptions {
  /** The page that takes the token of an invitation. */
  readonly invitationLink: (token: string) => string;
  readonly fieldKeys: FieldKeys;
}

/** How often it is looked whether fields are left to be sealed anew, and tickets to be forgotten. */
const tidyMs = 30_000;

export function composeAdministration(foundation: IdentityFoundation, options: AdministrationOptions) {
  const { orm, log, cipher, transactions, clock, endings } = foundation;
  const users = createUserAdministrationRepository(orm);
  const fieldRotation = createFieldRotation({
    fields: createSealedFieldRepository(orm),
    keys: options.fieldKeys,
    cipher,
    transactions,
    log,
  });
  const stream = createStreamService({
    tickets: createStreamTicketRepository(orm),
    transactions,
    randomTokens: foundation.tokens,
    clock,
  });
  const tidy = () =>
    asServer(async () => {
      await fieldRotation.resume();
      await stream.forgetExpired();
    }).catch((error: unknown) => log.warn({ err: error }, 'A task of the administration has to wait.'));
  const timer = setInterval(() => void tidy(), tidyMs).unref();
  void tidy();
  const services: AdministrationServices = {
    users: createUserAdministration({ ...foundation, users }),
    invitations: createInvitationService({
      ...foundation,
      invitations: createInvitationRepository(orm),
      invitationLink: options.invitationLink,
      mailFailed: (error) => log.warn({ err: error }, 'An invitation could not be mailed.'),
      createId,
    }),
    settings: createSettingsAdministration({ ...foundation, users }),
    fieldRotation,
    stream,
    onSessionEnded: endings.onSessionEnded,
  };
  return {
    services,
    async close(): Promise<void> {
      clearInterval(timer);
      await fieldRotation.stop();
    },
  };
}
