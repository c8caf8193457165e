/** The hash of an entry, computed here and not taken from the server's word: SHA-256 over 0x00 and the canonical text. */
export async function hashOfText(canonical: string): Promise<string> {
  const text = new TextEncoder().encode(canonical);
  const leaf = new Uint8Array(text.length + 1);
  leaf.set(text, 1);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', leaf));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
