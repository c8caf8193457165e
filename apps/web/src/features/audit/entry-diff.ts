/** What a change changed: the whole entity before and after, field by field. */

export interface FieldChange {
  /** Such as `allocations / 0b7e… / weight`. */
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** Undefined where there was, or is, none. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export interface EntryDiff {
  readonly changes: readonly FieldChange[];
  readonly unchangedCount: number;
}

type Fields = ReadonlyMap<string, string>;

/** Members that tell the items of a list apart, so that an item that moved is not a change. */
const keyNames = ['id', 'assetId', 'shareId'] as const;
export const pathSeparator = ' / ';

/** Null or a missing side is an entity that was not there: every field is then added or removed. */
export function entryDiff(before: unknown, after: unknown): EntryDiff {
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  const paths = [...new Set([...was.keys(), ...is.keys()])];
  const changes = paths.flatMap((path): FieldChange | FieldChange[] => {
    const [old, present] = [was.get(path), is.get(path)];
    if (old === present) return [];
    const kind = old === undefined ? 'added' : present === undefined ? 'removed' : 'changed';
    return { path, kind, before: old, after: present };
  });
  return { changes, unchangedCount: paths.length - changes.length };
}

function fieldsOf(entity: unknown): Fields {
  const fields = new Map<string, string>();
  if (entity !== null && entity !== undefined) collect(entity, '', fields);
  return fields;
}

function collect(value: unknown, path: string, into: Map<string, string>): void {
  if (Array.isArray(value) && value.length > 0) {
    for (const [index, item] of value.entries()) collect(item, join(path, itemName(item, index)), into);
  } else if (isRecord(value) && Object.keys(value).length > 0) {
    for (const [name, member] of Object.entries(value)) collect(member, join(path, name), into);
  } else {
    into.set(path === '' ? 'value' : path, written(value));
  }
}

function itemName(item: unknown, index: number): string {
  if (isRecord(item)) {
    const key = keyNames.map((name) => item[name]).find((id) => typeof id === 'string');
    if (key !== undefined) return key;
  }
  // A list of words has no order that means something: each is its own name.
  return typeof item === 'string' ? item : String(index + 1);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function join(path: string, name: string): string {
  return path === '' ? name : path + pathSeparator + name;
}
