/** What an installation is from its first start on: an id, and the secrets that its database was written with. */
import { createId } from '../../core/ids.ts';
import { StartError } from '../../core/start-error.ts';
import { defaultSettings } from '../../domain/identity/settings-service.ts';
import type { Transactions } from '../../domain/transactions/ports.ts';
import { changedSecrets, type SecretFingerprints } from '../cryptography/secrets.ts';
import type { createInstallationRepository } from './repositories/installation-repository.ts';

export interface EnsureInstallationParts {
  readonly installation: ReturnType<typeof createInstallationRepository>;
  readonly transactions: Transactions;
  readonly fingerprints: SecretFingerprints;
  readonly now: () => Date;
}

/**
 * Makes the row at the first start; of processes that start at once, one.
 *
 * @returns the id of the installation.
 * @throws StartError when the secrets are not those that the database was written with.
 */
export async function ensureInstallation(parts: EnsureInstallationParts): Promise<string> {
  const { installation, transactions, fingerprints } = parts;
  return transactions.asSystem(() =>
    transactions.run(async () => {
      await installation.lockFirstStart();
      const found = await installation.find();
      if (found === null) {
        const installationId = createId();
        const secretsFingerprint = JSON.stringify(fingerprints);
        await installation.insert({
          installationId,
          secretsFingerprint,
          settings: defaultSettings,
          createdAt: parts.now(),
        });
        return installationId;
      }
      const remembered = JSON.parse(found.secretsFingerprint) as SecretFingerprints;
      const changed = changedSecrets(remembered, fingerprints);
      if (changed.length > 0) throw otherSecrets(changed);
      // Keys that were added to a ring are remembered from now on.
      if (Object.keys(fingerprints).length > Object.keys(remembered).length)
        await installation.writeFingerprint(JSON.stringify(fingerprints));
      return found.installationId;
    }),
  );
}

function otherSecrets(names: readonly string[]): StartError {
  return new StartError(
    `The database was written with other secrets than those of this start: ${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} ` +
      'missing or changed. Put the folder secrets/ of its backup back into the data folder (or the settings as they were), or ' +
      'choose the data folder and database that belong together with RISKOPTIMIZER_DATA and DATABASE_URL.',
  );
}
