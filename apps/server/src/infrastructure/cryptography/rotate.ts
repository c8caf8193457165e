/**
 * Puts a new key in use and keeps the old ones, which still open what they sealed.
 *
 * The server reads its secrets at the start: restart it afterwards. Peppers move on at each sign-in, fields by the job that
 * seals them anew; an old line may be removed when nothing is left of it.
 */

import { StartError } from '../../core/start-error.ts';
import { type RingKey, readKeyRing, writeKeyRing } from './key-ring.ts';
import { newFieldKey, newPepper, type SecretName } from './secrets.ts';
import { changeSecretFile, openSecretsFolder } from './secrets-folder.ts';

/** @returns The id of the new key. */
export function addFieldKey(dataFolder: string): Promise<string> {
  return addKey(dataFolder, 'field-keys', newFieldKey());
}

/** @returns The id of the new pepper. */
export function addPepper(dataFolder: string): Promise<string> {
  return addKey(dataFolder, 'password-peppers', newPepper());
}

async function addKey(dataFolder: string, name: SecretName, key: RingKey): Promise<string> {
  await changeSecretFile(await openSecretsFolder(dataFolder), name, (text) => {
    const present = readKeyRing(text);
    if ('wrong' in present) {
      throw new StartError(
        `The secret ${name} in ${dataFolder} cannot be read: ${present.wrong}. Restore it from a backup.`,
      );
    }
    return writeKeyRing([key, ...present.ring]);
  });
  return key.id;
}
