/** The first letters of the first and the last word that have one; a name of none has a question mark. */
export function initials(name: string): string {
  const letters = name.split(/\s+/).flatMap((word) => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? []);
  const shown = letters.length > 1 ? [letters[0], letters.at(-1)] : letters;
  return shown.length === 0 ? '?' : shown.map((letter) => letter?.toLocaleUpperCase()).join('');
}
