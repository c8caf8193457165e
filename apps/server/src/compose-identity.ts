/** Puts identity together: keys, sessions, passwords, the ways to sign in, and what has to be done from time to time. */
import type { Config } from './core/config.ts';
import { createId } from './core/ids.ts';
import { asServer } from './core/request-context.ts';
import { createApiKeyRevocation } from './domain/identity/api-keys/api-key-revocation.ts';
import { createBackground } from './domain/identity/background.ts';
import { createAcceptInvitation } from './domain/identity/invitations/accept-invitation.ts';
import { createLinks } from './domain/identity/mail/links.ts';
import { createPasswordResetService } from './domain/identity/password-reset/password-reset-service.ts';
import { createPasswordDoor } from './domain/identity/passwords/password-door.ts';
import type { AuthenticateApiKey, Mail, SecondFactors } from './domain/identity/ports.ts';
import { createRegistrationService } from './domain/identity/registration/registration-service.ts';
import { createAuthenticator, createPrincipalMemory } from './domain/identity/sessions/authenticator.ts';
import { createSessionService } from './domain/identity/sessions/session-service.ts';
import { createSignOutEverywhere } from './domain/identity/sessions/sign-out-everywhere.ts';
import { replayGraceMs } from './domain/identity/sessions/use-refresh-token.ts';
import { createDemoService } from './domain/identity/set-up/demo-service.ts';
import { createSetUpService } from './domain/identity/set-up/set-up-service.ts';
import { createSettingsService } from './domain/identity/settings-service.ts';
import { createSignInService } from './domain/identity/sign-in/sign-in-service.ts';
import { createThrottle } from './domain/identity/throttling/throttle.ts';
import type { Transactions } from './domain/transactions/ports.ts';
import { createBlindIndex } from './infrastructure/cryptography/blind-index.ts';
import { openFieldKeys } from './infrastructure/cryptography/field-keys.ts';
import { createPasswordHasher } from './infrastructure/cryptography/password-hasher.ts';
import { randomTokens } from './infrastructure/cryptography/random-tokens.ts';
import { createRequestProof } from './infrastructure/cryptography/request-proof.ts';
import { secretFingerprints } from './infrastructure/cryptography/secrets.ts';
import { createSigningKeyRing } from './infrastructure/cryptography/signing-keys.ts';
import { successorSeal } from './infrastructure/cryptography/successor-seal.ts';
import { accessTokenSeconds, createTokenSigner } from './infrastructure/cryptography/token-signer.ts';
import { ensureInstallation } from './infrastructure/database/ensure-installation.ts';
import { createAccountRepository } from './infrastructure/database/repositories/account-repository.ts';
import { createApiKeyRepository } from './infrastructure/database/repositories/api-key-repository.ts';
import { deleteExpiredIdentity } from './infrastructure/database/repositories/expired-identity-repository.ts';
import { createInstallationRepository } from './infrastructure/database/repositories/installation-repository.ts';
import { createKnownDeviceRepository } from './infrastructure/database/repositories/known-device-repository.ts';
import {
  createInvitationAcceptance,
  createOneTimeTokenRepository,
} from './infrastructure/database/repositories/one-time-token-repository.ts';
import { createSealedFieldRepository } from './infrastructure/database/repositories/sealed-field-repository.ts';
import { createSessionRepository } from './infrastructure/database/repositories/session-repository.ts';
import { createThrottleRepository } from './infrastructure/database/repositories/throttle-repository.ts';
import { listenForSessionEndings } from './infrastructure/database/session-endings.ts';
import { createSigningKeyStore } from './infrastructure/database/signing-key-store.ts';
import type { ServerParts } from './lifecycle/server-parts.ts';

const audience = 'riskoptimizer-api';
const backgroundLimitMs = 5_000;

export type IdentityFoundation = Awaited<ReturnType<typeof layFoundation>>;

/** What signing in and the second factors both stand on. */
export async function layFoundation(config: Config, parts: ServerParts, transactions: Transactions) {
  const { clock, secrets, log } = parts;
  const { orm, pool } = parts.database;
  const installation = createInstallationRepository(orm);
  const fingerprints = secretFingerprints(secrets);
  const installationId = await asServer(() =>
    ensureInstallation({
      installation,
      transactions,
      fingerprints,
      now: () => clock.now(),
      isFieldKeyUsed: createSealedFieldRepository(orm).isKeyUsed,
    }),
  );
  const fieldKeys = openFieldKeys({
    keys: secrets.fieldKeys,
    dataFolder: config.dataFolder,
    settings: config.secrets,
    log,
  });
  const { cipher } = fieldKeys;
  const index = createBlindIndex(secrets.blindIndexKey);
  const proofs = createRequestProof(secrets.requestProofKey);
  const hasher = createPasswordHasher({ peppers: secrets.passwordPeppers, rounds: config.passwordRounds });
  const keyStore = createSigningKeyStore({ orm, cipher, transactions, clock, lock: installation.lockFirstStart });
  await asServer(() => keyStore.ensureFirst());
  const keys = createSigningKeyRing({ load: keyStore.load, clock });
  const signer = createTokenSigner({ keys, issuer: `riskoptimizer:${installationId}`, audience, clock });

  const settings = createSettingsService(installation, transactions);
  const accounts = createAccountRepository(orm, cipher);
  const devices = createKnownDeviceRepository(orm, randomTokens, clock);
  const sessionRows = createSessionRepository(orm);
  const throttle = createThrottle({ throttles: createThrottleRepository(orm), index, transactions, clock });
  const door = createPasswordDoor({ accounts, devices, throttle, hasher, transactions });
  const apiKeyRevocation = createApiKeyRevocation({ apiKeys: createApiKeyRepository(orm), transactions, clock });
  const principals = createPrincipalMemory(sessionRows, clock);
  const sessions = createSessionService({
    sessions: sessionRows,
    devices,
    settings,
    signer,
    accessTokenSeconds,
    tokens: randomTokens,
    proofs,
    seal: successorSeal,
    transactions,
    clock,
    createId,
    noteSignIn: accounts.noteSignIn,
    forget: principals.forget,
  });
  const endings = await listenForSessionEndings({
    connection: { ...pool.options, application_name: 'riskoptimizer-session-endings' },
    log,
    endedSince: (since) => asServer(() => sessionRows.endedSince(since)),
    now: () => clock.now(),
  });
  endings.onSessionEnded(({ sessionId }) => principals.forget(sessionId));
  return {
    installation,
    installationId,
    cipher,
    fieldKeys,
    index,
    proofs,
    hasher,
    keyStore,
    signer,
    settings,
    accounts,
    devices,
    sessionRows,
    throttle,
    door,
    apiKeyRevocation,
    principals,
    sessions,
    endings,
    transactions,
    tokens: randomTokens,
    clock,
    log,
    mail: parts.mail,
    orm,
  };
}

export interface IdentityOptions {
  readonly isLocal: boolean;
  /** Where people reach the server, known when it listens. */
  readonly origin: () => string;
  readonly factors: SecondFactors;
  readonly authenticateApiKey: AuthenticateApiKey;
}

export function composeIdentity(foundation: IdentityFoundation, options: IdentityOptions) {
  const { accounts, sessions, transactions, clock, log, signer, principals, orm, keyStore, endings } = foundation;
  const background = createBackground(log);
  const links = createOneTimeTokenRepository(orm);
  const linkTo = createLinks(options.origin);
  const shared = {
    ...foundation,
    factors: options.factors,
    links,
    linkTo,
    createId,
    sendMail: (mail: Mail) => foundation.mail.send(mail),
    inBackground: background.run,
    lockFirstStart: foundation.installation.lockFirstStart,
    invitations: createInvitationAcceptance(orm, foundation.cipher),
  };
  const setUp = createSetUpService(shared);
  const { authenticateApiKey, isLocal } = options;
  const tasks = createTasks(foundation);
  return {
    services: {
      setUp,
      demo: createDemoService({ isLocal, setUp, sessions }),
      signIn: createSignInService(shared),
      registration: createRegistrationService(shared),
      acceptInvitation: createAcceptInvitation(shared),
      passwordReset: createPasswordResetService(shared),
      sessions,
      signOutEverywhere: createSignOutEverywhere(foundation),
      settings: foundation.settings,
    },
    authenticator: createAuthenticator({ signer, principals, authenticateApiKey, transactions, clock }),
    onSessionEnded: endings.onSessionEnded,
    linkTo,
    accounts,
    keyStore,
    tasks,
    /** Mails that are still to be sent get a little time. */
    async close(): Promise<void> {
      tasks.stop();
      await background.settle(backgroundLimitMs);
      await endings.close();
      foundation.fieldKeys.close();
    },
  };
}

const oftenMs = 30_000;
const hourMs = 3_600_000;

/** Nobody asked for these; what fails is tried again next time. */
function createTasks({ sessions, sessionRows, transactions, keyStore, clock, log, orm }: IdentityFoundation) {
  const often = async (): Promise<void> => {
    await sessions.endExpired();
    const before = new Date(clock.now().getTime() - replayGraceMs);
    await transactions.asSystem(() => sessionRows.eraseSuccessors(before));
  };
  const hourly = async (): Promise<void> => {
    await keyStore.rotateIfDue();
    await keyStore.deleteRetired();
    await transactions.asSystem(() => deleteExpiredIdentity(orm, clock.now()));
  };
  const every = (ms: number, work: () => Promise<void>): NodeJS.Timeout =>
    setInterval(() => {
      asServer(work).catch((error: unknown) => log.warn({ err: error }, 'A task of identity has to wait.'));
    }, ms).unref();
  const timers = [every(oftenMs, often), every(hourMs, hourly)];
  return {
    often: () => asServer(often),
    hourly: () => asServer(hourly),
    stop: () => {
      for (const timer of timers) clearInterval(timer);
    },
  };
}
