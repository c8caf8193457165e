/** Words without accents, capitals and punctuation, so that "Type d’opération" and "TYPE D'OPERATION" are one. */
export function normaliseWords(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
