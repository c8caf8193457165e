/** Puts together what a user does with the own account: factors, confirmation, password, address, API keys, demo. */
import { apiKeyScopes, permissionsOf, type Role } from '@riskoptimizer/contracts';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Clock } from './core/clock.ts';
import { createId } from './core/ids.ts';
import type { BlindIndex, FieldCipher } from './domain/cryptography/ports.ts';
import { createAccountNotices } from './domain/identity/account/account-notices.ts';
import { createAccountService } from './domain/identity/account/account-service.ts';
import { createEmailChangeService } from './domain/identity/account/email-change.ts';
import { createPasswordChangeService } from './domain/identity/account/password-change.ts';
import type { AccountRepository, OneTimeTokenRepository } from './domain/identity/accounts/ports.ts';
import { createApiKeyService } from './domain/identity/api-keys/api-key-service.ts';
import { createAttempts } from './domain/identity/factors/attempts.ts';
import { createFactorService } from './domain/identity/factors/factor-service.ts';
import { createPasskeyChallenges } from './domain/identity/factors/passkey-challenges.ts';
import { createPasskeyService } from './domain/identity/factors/passkey-service.ts';
import { createProofDoor } from './domain/identity/factors/proof-door.ts';
import { createProofs } from './domain/identity/factors/proofs.ts';
import { createSecondFactorService } from './domain/identity/factors/second-factor-service.ts';
import { createStepUpService } from './domain/identity/factors/step-up-service.ts';
import type { Mail, PasswordDoor, SessionService, SettingsService } from './domain/identity/ports.ts';
import { needsSecondFactor } from './domain/identity/sign-in/assurance.ts';
import type { Throttle } from './domain/identity/throttling/throttle.ts';
import type { Transactions } from './domain/transactions/ports.ts';
import { passkeyProtocol } from './infrastructure/cryptography/passkey-protocol.ts';
import { randomTokens } from './infrastructure/cryptography/random-tokens.ts';
import { totp } from './infrastructure/cryptography/totp.ts';
import { createApiKeyRepository } from './infrastructure/database/repositories/api-key-repository.ts';
import { createChallengeRepository } from './infrastructure/database/repositories/challenge-repository.ts';
import { createEmailChangeRepository } from './infrastructure/database/repositories/email-change-repository.ts';
import { createFactorRepository } from './infrastructure/database/repositories/factor-repository.ts';
import { createPasskeyRepository } from './infrastructure/database/repositories/passkey-repository.ts';
import { createProfileRepository } from './infrastructure/database/repositories/profile-repository.ts';
import { createRecoveryCodeRepository } from './infrastructure/database/repositories/recovery-code-repository.ts';

export interface AccountServiceParts {
  readonly orm: NodePgDatabase;
  readonly cipher: FieldCipher;
  readonly blindIndex: BlindIndex;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly sessions: SessionService;
  readonly passwords: PasswordDoor;
  readonly accounts: AccountRepository;
  readonly links: OneTimeTokenRepository;
  readonly throttle: Throttle;
  readonly settings: SettingsService;
  readonly inBackground: (what: string, work: () => Promise<void>) => void;
  readonly sendMail: (mail: Mail) => Promise<void>;
  /** The page that confirms a new e-mail address. */
  readonly emailChangeLink: (token: string) => string;
}

export type AccountServices = ReturnType<typeof createAccountServices>;

export function createAccountServices(given: AccountServiceParts) {
  const { orm, cipher, transactions, clock, settings } = given;
  const emailChanges = createEmailChangeRepository(orm, cipher);
  const factors = createFactorRepository(orm);
  const parts = {
    ...given,
    factors,
    passkeys: createPasskeyRepository(orm),
    recoveryCodes: createRecoveryCodeRepository(orm),
    challenges: createChallengeRepository(orm),
    protocol: passkeyProtocol,
    totp,
    tokens: randomTokens,
    createId,
    roleNeedsFactor: async (role: Role) => needsSecondFactor(role, await settings.get()),
  };
  const passkeyChallenges = createPasskeyChallenges(parts);
  const door = createProofDoor({ attempts: createAttempts(parts), factors, transactions });
  const withDoor = { ...parts, passkeyChallenges, door, proofs: createProofs(parts) };
  const secondFactor = createSecondFactorService(withDoor);
  const account = {
    ...parts,
    emailChanges,
    factors: secondFactor,
    notices: createAccountNotices(given),
    index: given.blindIndex,
    linkOf: given.emailChangeLink,
  };
  return {
    secondFactor,
    stepUp: createStepUpService(withDoor),
    factors: createFactorService(withDoor),
    passkeys: createPasskeyService(withDoor),
    account: createAccountService({ ...account, profiles: createProfileRepository(orm, cipher) }),
    passwordChange: createPasswordChangeService(account),
    emailChange: createEmailChangeService(account),
    apiKeys: createApiKeyService({ ...parts, apiKeys: createApiKeyRepository(orm), scopesOfRole }),
    forgetChallenges: () => transactions.asSystem(() => parts.challenges.deleteExpired(clock.now())),
  };
}

/** A key may do what its owner may, as far as there is a scope for it. */
function scopesOfRole(role: Role) {
  const allowed = permissionsOf(role);
  return apiKeyScopes.filter((scope) => allowed.includes(scope));
}
