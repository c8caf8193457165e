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
  /** Whether anything is still sealed with that field key; if not, the key may be dropped. */
  readonly isFieldKeyUsed: (keyId: string) => Promise<boolean>;
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
      const changed: string[] = [];
      for (const name of changedSecrets(remembered, fingerprints))
        if (!(await isDropped(parts, name))) changed.push(name);
      if (changed.length > 0) throw otherSecrets(changed);
      // Keys that were added to a ring are remembered from now on, and those that were dropped no longer.
      if (!sameNames(fingerprints, remembered)) await installation.writeFingerprint(JSON.stringify(fingerprints));
      return found.installationId;
    }),
  );
}

/** A field key that was taken away after everything was sealed with a newer one. */
async function isDropped({ fingerprints, isFieldKeyUsed }: EnsureInstallationParts, name: string): Promise<boolean> {
  const keyId = /^field-keys\/(.+)$/.exec(name)?.[1];
  return keyId !== undefined && !Object.hasOwn(fingerprints, name) && !(await isFieldKeyUsed(keyId));
}

function sameNames(left: SecretFingerprints, right: SecretFingerprints): boolean {
  return Object.keys(left).toSorted().join() === Object.keys(right).toSorted().join();
}

function otherSecrets(names: readonly string[]): StartError {
  return new StartError(
    `The database was written with other secrets than those of this start: ${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} ` +
      'missing or changed. Put the folder secrets/ of its backup back into the data folder (or the settings as they were), or ' +
      'choose the data folder and database that belong together with RISKOPTIMIZER_DATA and DATABASE_URL.',
  );
}
