import { maximumAssetNameCharacters } from './limits.ts';

/** Whether a name can be shown and stored: short, and without control characters or broken text. */
export function isAssetName(name: string): boolean {
  return name !== '' && name.length <= maximumAssetNameCharacters && !/[\p{Cc}\p{Surrogate}]/u.test(name);
}

export const assetNameSentence = `the name is longer than ${maximumAssetNameCharacters} characters or holds a control character.`;
export const assetNameRemedy = 'Use a short name, such as the ticker.';
