/** A file that is sent while it is made. */
export interface ExportedFile {
  /** In ASCII, as it stands in a header. */
  readonly fileName: string;
  readonly mediaType: string;
  readonly pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

const nameCharactersMax = 60;

/** A name of the user's as part of the name of a file: letters and digits of ASCII, whatever else it has. */
export function asciiName(name: string, otherwise: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, nameCharactersMax)
    .replaceAll(/^-+|-+$/g, '');
  return words === '' ? otherwise : words;
}
