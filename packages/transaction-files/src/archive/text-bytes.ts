/** Text in small parts as bytes in larger ones: each is worth a write, and none of them is the whole. */
const pieceCharacters = 1 << 16;

export function* textBytes(texts: Iterable<string>): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let gathered = '';
  for (const text of texts) {
    gathered += text;
    if (gathered.length < pieceCharacters) continue;
    yield encoder.encode(gathered);
    gathered = '';
  }
  if (gathered !== '') yield encoder.encode(gathered);
}
