/** Walks the request schemas of the OpenAPI document along a valid body: every field that can be spoilt, and what it may be. */

export interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly additionalProperties?: unknown;
}

export interface Field {
  readonly path: readonly (string | number)[];
  /** JSON types that the schema lets through here. */
  readonly types: ReadonlySet<string>;
}

export interface ObjectPlace {
  readonly path: readonly (string | number)[];
}

export interface Fields {
  readonly fields: Field[];
  /** Objects that refuse keys that they do not know. */
  readonly objects: ObjectPlace[];
}

export function fieldsOf(schema: Schema, body: unknown): Fields {
  const found: Fields = { fields: [], objects: [] };
  walk(schema, body, [], found);
  return found;
}

function walk(schema: Schema, value: unknown, path: readonly (string | number)[], found: Fields): void {
  if (path.length > 0) found.fields.push({ path, types: typesOf(schema) });
  const branch = branchFor(schema, value);
  if (Array.isArray(value)) {
    const items = branch.items ?? branch.prefixItems?.[0];
    if (items !== undefined && value.length > 0) walk(items, value[0], [...path, 0], found);
    return;
  }
  if (typeof value !== 'object' || value === null || branch.properties === undefined) return;
  if (branch.additionalProperties === false) found.objects.push({ path });
  for (const [name, member] of Object.entries(branch.properties))
    walk(member, (value as Record<string, unknown>)[name], [...path, name], found);
}

function alternativesOf(schema: Schema): readonly Schema[] {
  return schema.anyOf ?? schema.oneOf ?? [schema];
}

/** Of some alternatives the one whose constants are those of the value. */
function branchFor(schema: Schema, value: unknown): Schema {
  const constantOf = ({ const: constant, enum: some }: Schema) =>
    constant ?? (some?.length === 1 ? some[0] : undefined);
  const fits = (one: Schema) =>
    Object.entries(one.properties ?? {}).every(([name, member]) => {
      const constant = constantOf(member);
      return constant === undefined || (value as Record<string, unknown> | null)?.[name] === constant;
    });
  const ofKind = alternativesOf(schema).filter(
    (one) => Array.isArray(value) === (one.items !== undefined || one.prefixItems !== undefined),
  );
  return ofKind.find(fits) ?? schema;
}

function typesOf(schema: Schema): Set<string> {
  const all = alternativesOf(schema).flatMap((one): readonly string[] => {
    if (one.anyOf !== undefined || one.oneOf !== undefined) return [...typesOf(one)];
    if (one.type !== undefined) return [one.type].flat();
    if (one.const !== undefined) return [one.const === null ? 'null' : typeof one.const];
    if (one.enum !== undefined) return one.enum.map((each) => (each === null ? 'null' : typeof each));
    // No word on it: anything goes.
    return ['null', 'boolean', 'string', 'number', 'object', 'array'];
  });
  return new Set(all.map((type) => (type === 'integer' ? 'number' : type)));
}
