import { createHash, type Hash } from 'node:crypto';

/**
 * SHA-256 over a structured value, the same for the same content whatever the order of its keys.
 *
 * Numbers are hashed by their bits, so that two inputs with one hash give one result, bit for bit. Every value is preceded by
 * a mark of its kind and its length, so that neighbours cannot run into each other.
 */
export function hashInputs(value: unknown): string {
  const hash = createHash('sha256');
  add(hash, value);
  return hash.digest('hex');
}

function add(hash: Hash, value: unknown): void {
  if (value === null || value === undefined) hash.update('-');
  else if (typeof value === 'number') hash.update('n').update(new Float64Array([value]));
  else if (typeof value === 'string') hash.update(`s${Buffer.byteLength(value)}:`).update(value);
  else if (typeof value === 'boolean') hash.update(value ? 't' : 'f');
  else if (value instanceof Float64Array) hash.update(`d${value.length}:`).update(value);
  else if (value instanceof Uint8Array) hash.update(`b${value.length}:`).update(value);
  else if (Array.isArray(value)) addList(hash, value);
  else if (typeof value === 'object') addObject(hash, value as Record<string, unknown>);
  else throw new TypeError(`A ${typeof value} cannot be hashed.`);
}

function addList(hash: Hash, values: readonly unknown[]): void {
  // Thousands of dates are hashed as one text: a call for each would cost more than the calculation.
  if (values.length > 0 && values.every((value) => typeof value === 'string' && !value.includes('\n'))) {
    hash.update(`l${values.length}:`).update(values.join('\n'));
    return;
  }
  hash.update(`a${values.length}:`);
  for (const value of values) add(hash, value);
}

function addObject(hash: Hash, object: Record<string, unknown>): void {
  const keys = Object.keys(object).filter((key) => object[key] !== undefined);
  hash.update(`o${keys.length}:`);
  for (const key of keys.sort()) {
    add(hash, key);
    add(hash, object[key]);
  }
}
