/**
 * Every field of every request, given what it is not: nothing is converted, and the answer names the field. Generated from the
 * OpenAPI document of the running server.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, startTestApplication, type TestApplication } from '../api/test-application.ts';
import { documentedRoutes, type Row } from './documented-access.ts';
import { makePeople, type People, type Person } from './people.ts';
import { addressOf, probeOf } from './probes.ts';
import { type Field, fieldsOf, type Schema } from './request-fields.ts';
import { makeWorld, type Target, type World } from './world.ts';

type Operation = { operationId: string; requestBody?: { content: Record<string, { schema: Schema }> } };
type Problem = { code: string; detail: string; errors?: { field?: string }[] };

let application: TestApplication;
let people: People;
let world: World;
let admin: Person;
let schemas: Map<string, Schema>;
const counts = { fields: 0, requests: 0 };

beforeAll(async () => {
  application = await startTestApplication();
  people = await makePeople(application);
  world = await makeWorld(application, people);
  admin = await people.person('admin');
  const { body } = await application.ask<{ paths: Record<string, Record<string, Operation>> }>(
    'GET',
    '/api/v1/openapi.json',
  );
  const operations = Object.values(body.paths).flatMap((path) => Object.values(path));
  schemas = new Map(
    operations.flatMap(({ operationId, requestBody }) => {
      const schema = requestBody?.content['application/json']?.schema;
      return schema === undefined ? [] : [[operationId, schema] as const];
    }),
  );
});
afterAll(async () => {
  console.log(
    `${counts.fields} fields of ${schemas.size} requests: ${counts.requests} malformed requests, all refused.`,
  );
  await people.close();
  await application.stop();
});

const marker = '@@HERE@@';
/** What is written in the place of a field, as JSON text, and the type that it is of. */
const wrongValues: readonly [text: string, type: string][] = [
  ['null', 'null'],
  ['true', 'boolean'],
  ['"12"', 'string'],
  ['-0', 'number'],
  ['1e999', 'never'],
  ['NaN', 'never'],
  ['{}', 'object'],
  ['[]', 'array'],
];

const named = documentedRoutes
  .filter(({ address }) => !address!.startsWith('GET'))
  .map((row): [string, Row] => [row.route!, row]);

describe('nothing is converted', () => {
  test.each(named)('%s', { timeout: 300_000 }, async (name, row) => {
    const schema = schemas.get(name);
    if (schema === undefined) return;
    const target = await world.own(admin.userId, row.object!.split(':')[0]!);
    const all = { ...world.missing().ids, ...target.ids };
    const place: Target = { ...target, ids: all };
    const token = row.who === 'public' ? null : (await people.session(admin.userId)).token;
    const body = probeOf(name, place, 'Portfolio').json;
    const send = (text: string, type = 'application/json') => ask(row, place, token, text, type);
    const { fields, objects } = fieldsOf(schema, body);
    expect(fields.length).toBeGreaterThan(0);
    counts.fields += fields.length;
    const wrong: string[] = [];
    for (const field of fields) {
      for (const text of wrongValues.filter(([, type]) => !field.types.has(type)).map(([value]) => value)) {
        const answer = await send(withText(body, field.path, text));
        wrong.push(...faults(field, text, answer));
      }
    }
    for (const { path } of objects) {
      for (const key of ['"unknownKey":1', '"__proto__":{"x":1}', '"constructor":{"prototype":{"x":1}}']) {
        const answer = await send(withMember(body, path, key));
        if (answer.status !== 400) wrong.push(`${path.join('/')}: ${key} was answered ${answer.status}`);
      }
    }
    const [first] = Object.keys(body as object);
    const twice = `{${JSON.stringify(first)}:1,${JSON.stringify(body).slice(1)}`;
    const repeated = await send(twice);
    if (repeated.status !== 400) wrong.push(`a key twice was answered ${repeated.status}`);
    for (const type of [
      'text/plain',
      'application/json\ta',
      'application/xml',
      'application/x-www-form-urlencoded',
      'garbage',
    ]) {
      const { status } = await send(JSON.stringify(body), type);
      if (status !== 415 && status !== 400) wrong.push(`${JSON.stringify(type)} was answered ${status}`);
    }
    expect(wrong).toEqual([]);
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});

function faults(field: Field, text: string, { status, body }: Answer<Problem>): string[] {
  const pointer = `/${field.path.join('/')}`;
  if (status !== 400) return [`${pointer} = ${text} was answered ${status} ${body.code}`];
  if (body.code === 'request-malformed')
    return text === 'NaN' || text === '1e999' || text === '-0' ? [] : [`${pointer} = ${text}: malformed`];
  // A wrong kind says so at the discriminator; what is below it is named from there.
  const fieldsNamed = (body.errors ?? []).map((error) => error.field ?? '');
  const isNamed = fieldsNamed.some(
    (one) => one === pointer || pointer.startsWith(`${one}/`) || one.startsWith(`${pointer}/`),
  );
  return isNamed ? [] : [`${pointer} = ${text}: the answer names ${fieldsNamed.join(', ') || 'no field'}`];
}

function ask(row: Row, target: Target, token: string | null, text: string, type: string): Promise<Answer<Problem>> {
  counts.requests += 1;
  const [method, path] = row.address!.split(' ') as [string, string];
  const headers = { 'content-type': type, 'if-match': '*' };
  return application.ask(method, addressOf(path, target), { body: text, headers, token });
}

/** The body with JSON text in the place of a field. */
function withText(body: unknown, path: readonly (string | number)[], text: string): string {
  const copy = structuredClone(body) as never;
  let place: Record<string | number, unknown> = copy;
  for (const step of path.slice(0, -1)) {
    place[step] ??= {};
    place = place[step] as Record<string | number, unknown>;
  }
  place[path.at(-1)!] = marker;
  return JSON.stringify(copy).replace(`"${marker}"`, text);
}

/** The body with one more member, written first, in the object at the path. */
function withMember(body: unknown, path: readonly (string | number)[], member: string): string {
  if (path.length === 0) return `{${member},${JSON.stringify(body).slice(1)}`;
  const inner = path.reduce<unknown>((at, step) => (at as Record<string | number, unknown>)[step], body);
  return withText(body, path, `{${member},${JSON.stringify(inner).slice(1)}`);
}
