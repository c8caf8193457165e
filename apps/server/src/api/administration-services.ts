/** What the routes of administration call, and those of the live connection. */
import type { FieldRotation } from '../domain/administration/field-rotation.ts';
import type { InvitationService } from '../domain/administration/invitations.ts';
import type { SettingsAdministration } from '../domain/administration/settings-administration.ts';
import type { UserAdministration } from '../domain/administration/user-administration.ts';
import type { OnSessionEnded } from '../domain/identity/ports.ts';
import type { StreamService } from '../domain/stream/stream-service.ts';

export interface AdministrationServices {
  readonly users: UserAdministration;
  readonly invitations: InvitationService;
  readonly settings: SettingsAdministration;
  readonly fieldRotation: FieldRotation;
  readonly stream: StreamService;
  readonly onSessionEnded: OnSessionEnded;
}
