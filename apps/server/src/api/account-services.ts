/** What the routes of the own account call, and those of the second factor. */
import type { Portfolio } from '@riskoptimizer/contracts';
import type { UserActor } from '../core/request-context.ts';
import type { AccountService } from '../domain/identity/account/account-service.ts';
import type { EmailChangeService } from '../domain/identity/account/email-change.ts';
import type { PasswordChangeService } from '../domain/identity/account/password-change.ts';
import type { ApiKeyService } from '../domain/identity/api-keys/api-key-service.ts';
import type { FactorService } from '../domain/identity/factors/factor-service.ts';
import type { PasskeyService } from '../domain/identity/factors/passkey-service.ts';
import type { SecondFactorService } from '../domain/identity/factors/second-factor-service.ts';
import type { StepUpService } from '../domain/identity/factors/step-up-service.ts';

export interface AccountServices {
  readonly profile: AccountService;
  readonly passwordChange: PasswordChangeService;
  readonly emailChange: EmailChangeService;
  readonly factors: FactorService;
  readonly passkeys: PasskeyService;
  readonly secondFactor: SecondFactorService;
  readonly stepUp: StepUpService;
  readonly apiKeys: ApiKeyService;
  /** Stores the demo as the actor's own. @throws ProblemError `state-conflict` the second time. */
  readonly loadDemo: (actor: UserActor) => Promise<Portfolio>;
}
