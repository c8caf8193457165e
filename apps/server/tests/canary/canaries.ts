/** Values that must not be found in certain places, in every form that they could be written in. */
/** A nonce proves nothing to whoever knows it, and has to be compared: it may be stored, for its minutes, and shown to nobody. */
export type Kind = 'secret' | 'nonce' | 'personal' | 'confidential';

export interface Hit {
  readonly canary: string;
  readonly place: string;
  readonly form: string;
  /** What stands around it. */
  readonly around: string;
}

interface Canary {
  readonly name: string;
  readonly kind: Kind;
  readonly forms: ReadonlyMap<string, RegExp | string>;
}

export class Canaries {
  readonly #byValue = new Map<string, Canary>();

  /** Returns the value, so that it can be noted where it is first seen. */
  note<Value extends string | null | undefined>(kind: Kind, name: string, value: Value): Value {
    if (value != null && value.length >= 6 && !this.#byValue.has(value)) {
      this.#byValue.set(value, { name, kind, forms: formsOf(value) });
    }
    return value;
  }

  get size(): number {
    return this.#byValue.size;
  }

  /** How many of each name. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { name } of this.#byValue.values()) counts[name] = (counts[name] ?? 0) + 1;
    return counts;
  }

  hits(place: string, text: string, kinds: readonly Kind[]): Hit[] {
    const found: Hit[] = [];
    for (const { name, kind, forms } of this.#byValue.values()) {
      if (!kinds.includes(kind)) continue;
      for (const [form, sought] of forms) {
        const at = typeof sought === 'string' ? text.indexOf(sought) : text.search(sought);
        if (at < 0) continue;
        found.push({ canary: name, place, form, around: text.slice(Math.max(0, at - 200), at + 200) });
      }
    }
    return found;
  }
}

/** Six digits are looked for as a word: prices have digits too. */
function formsOf(value: string): Map<string, RegExp | string> {
  if (/^\d{6}$/.test(value)) return new Map([['as it is', new RegExp(`(?<![\\w.])${value}(?![\\w.])`)]]);
  const bytes = Buffer.from(value, 'utf8');
  const forms = new Map([
    ['as it is', value],
    ['small', value.toLowerCase()],
    ['as JSON', JSON.stringify(value).slice(1, -1)],
    ['in an address', encodeURIComponent(value)],
    ['base64', bytes.toString('base64').replace(/=*$/, '')],
    ['base64url', bytes.toString('base64url')],
    ['hexadecimal', bytes.toString('hex')],
  ]);
  // A token is base64url itself: its bytes could be stored.
  if (/^[\w-]{43}$/.test(value)) forms.set('bytes in hexadecimal', Buffer.from(value, 'base64url').toString('hex'));
  return new Map([...forms].filter(([form, text]) => form === 'as it is' || text !== value));
}
