/** Puts together what a user does with the own account: factors, confirmation, password, address, API keys, demo. */
import { apiKeyScopes, permissionsOf, type Role } from '@riskoptimizer/contracts';
import type { AccountServices } from './api/account-services.ts';
import type { IdentityFoundation } from './compose-identity.ts';
import { createId } from './core/ids.ts';
import { createAccountNotices } from './domain/identity/account/account-notices.ts';
import { createAccountService } from './domain/identity/account/account-service.ts';
import { createEmailChangeService } from './domain/identity/account/email-change.ts';
import { createPasswordChangeService } from './domain/identity/account/password-change.ts';
import { createSecurityNotices } from './domain/identity/account/security-notices.ts';
import { createApiKeyService } from './domain/identity/api-keys/api-key-service.ts';
import { createBackground } from './domain/identity/background.ts';
import { createAttempts } from './domain/identity/factors/attempts.ts';
import { createFactorService } from './domain/identity/factors/factor-service.ts';
import { createPasskeyChallenges } from './domain/identity/factors/passkey-challenges.ts';
import { createPasskeyService } from './domain/identity/factors/passkey-service.ts';
import { createProofDoor } from './domain/identity/factors/proof-door.ts';
import { createProofs } from './domain/identity/factors/proofs.ts';
import { createSecondFactorService } from './domain/identity/factors/second-factor-service.ts';
import { createStepUpService } from './domain/identity/factors/step-up-service.ts';
import type { Mail } from './domain/identity/ports.ts';
import { needsSecondFactor } from './domain/identity/sign-in/assurance.ts';
import { passkeyProtocol } from './infrastructure/cryptography/passkey-protocol.ts';
import { totp } from './infrastructure/cryptography/totp.ts';
import { createApiKeyRepository } from './infrastructure/database/repositories/api-key-repository.ts';
import { createChallengeRepository } from './infrastructure/database/repositories/challenge-repository.ts';
import { createEmailChangeRepository } from './infrastructure/database/repositories/email-change-repository.ts';
import { createFactorRepository } from './infrastructure/database/repositories/factor-repository.ts';
import { createOneTimeTokenRepository } from './infrastructure/database/repositories/one-time-token-repository.ts';
import { createPasskeyRepository } from './infrastructure/database/repositories/passkey-repository.ts';
import { createProfileRepository } from './infrastructure/database/repositories/profile-repository.ts';
import { createRecoveryCodeRepository } from './infrastructure/database/repositories/recovery-code-repository.ts';

const backgroundLimitMs = 5_000;

export interface AccountOptions {
  /** Where people reach the server, known when it listens. */
  readonly origin: () => string;
  readonly loadDemo: AccountServices['loadDemo'];
}

export function composeAccount(foundation: IdentityFoundation, { origin, loadDemo }: AccountOptions) {
  const { orm, cipher, transactions, settings, door: passwords, index, mail, log } = foundation;
  const background = createBackground(log);
  const letters = { inBackground: background.run, sendMail: (letter: Mail) => mail.send(letter) };
  const factors = createFactorRepository(orm);
  const parts = {
    ...foundation,
    factors,
    passkeys: createPasskeyRepository(orm),
    recoveryCodes: createRecoveryCodeRepository(orm),
    challenges: createChallengeRepository(orm),
    protocol: passkeyProtocol,
    blindIndex: index,
    totp,
    createId,
    passwords,
    roleNeedsFactor: async (role: Role) => needsSecondFactor(role, await settings.get()),
  };
  const passkeyChallenges = createPasskeyChallenges(parts);
  const door = createProofDoor({ attempts: createAttempts(parts), factors, transactions });
  const withDoor = { ...parts, passkeyChallenges, door, proofs: createProofs(parts) };
  const secondFactor = createSecondFactorService(withDoor);
  const account = {
    ...parts,
    factors: secondFactor,
    profiles: createProfileRepository(orm, cipher),
    emailChanges: createEmailChangeRepository(orm, cipher),
    links: createOneTimeTokenRepository(orm),
    linkOf: (token: string) => `${origin()}/email-change#token=${token}`,
    notices: createAccountNotices(letters),
  };
  const services: AccountServices = {
    profile: createAccountService(account),
    passwordChange: createPasswordChangeService(account),
    emailChange: createEmailChangeService(account),
    factors: createFactorService(withDoor),
    passkeys: createPasskeyService(withDoor),
    secondFactor,
    stepUp: createStepUpService(withDoor),
    apiKeys: createApiKeyService({ ...parts, apiKeys: createApiKeyRepository(orm), scopesOfRole }),
    loadDemo,
  };
  /** Mails that are still to be sent get a little time. */
  const close = (): Promise<void> => background.settle(backgroundLimitMs);
  const tellOwners = createSecurityNotices({ ...letters, accounts: foundation.accounts });
  return { services, tellOwners, close };
}

/** A key may do what its owner may, as far as there is a scope for it. */
function scopesOfRole(role: Role) {
  const allowed = permissionsOf(role);
  return apiKeyScopes.filter((scope) => allowed.includes(scope));
}
