/** How long a password has to be, counted as the server counts it: characters after NFKC, not bytes and not code units. */

export const passwordLengthAlone = 15;
export const passwordLengthWithSecondFactor = 8;

export function passwordLength(password: string): number {
  return Array.from(password.normalize('NFKC')).length;
}

/** What is still to be said about a password while it is being typed. */
export function passwordHint(password: string, lengthMin: number): string {
  const length = passwordLength(password);
  if (length === 0) return `At least ${lengthMin} characters. A few words that do not belong together are good.`;
  if (length < lengthMin) return `${length} of at least ${lengthMin} characters`;
  return `${length} characters, long enough`;
}
