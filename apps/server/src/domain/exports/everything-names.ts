/** Names in a document of everything: they stand where identifiers stand, and say only which of the document's things is meant. */

/** Fields whose text is an identifier, wherever in the document they stand. */
const identifierFields = new Set(['assetId', 'intoAssetId', 'portfolioId', 'transactionId', 'reference']);

const spaces = { asset: '8001', portfolio: '8002', transaction: '8000' } as const;

/** The name of the so-manieth thing of a kind, from 1. */
export function placeName(kind: keyof typeof spaces, place: number): string {
  return `00000000-0000-4000-${spaces[kind]}-${place.toString(16).padStart(12, '0')}`;
}

/** The same value with other identifiers; one that is not listed stays as it is. */
export function withNames<Value>(value: Value, names: ReadonlyMap<string, string>): Value {
  return renamed(value, names) as Value;
}

function renamed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((one) => renamed(one, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, one]) => [
      field,
      typeof one === 'string' && identifierFields.has(field) ? (names.get(one) ?? one) : renamed(one, names),
    ]),
  );
}
