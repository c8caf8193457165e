import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import * as contracts from './index.ts';

const accepts = (schema: z.ZodType, value: unknown) => schema.safeParse(value).success;

describe('primitives', () => {
  test.each(['0', '-3.75', '1250', '0.000000000001', '999999999999999999'])('%s is a decimal', (text) => {
    expect(accepts(contracts.decimalString, text)).toBe(true);
  });
  test.each(['', '1e5', '1,5', '.5', '5.', '+1', 'NaN', ' 1', '1234567890123456789', 5, null])(
    '%j is no decimal',
    (text) => {
      expect(accepts(contracts.decimalString, text)).toBe(false);
    },
  );

  test.each(['BRK.B', '^GSPC', 'EUR=X', "McDonald's", 'Ünïcode', '<b>'])('%s is a symbol', (text) => {
    expect(accepts(contracts.assetSymbol, text)).toBe(true);
  });
  test.each(['', '   ', 'a\nb', 'a\u0000', '\ud800', 'x'.repeat(101)])('%j is no symbol', (text) => {
    expect(accepts(contracts.assetSymbol, text)).toBe(false);
  });

  test('dates are dates of the calendar', () => {
    expect(
      ['2024-02-29', '2023-02-29', '2024-13-01', '2024-1-1', '20240101'].map((date) =>
        accepts(contracts.isoDate, date),
      ),
    ).toEqual([true, false, false, false, false]);
  });
});

describe('numbers in queries', () => {
  const read = (query: object) => contracts.portfolioRiskQuery.safeParse(query);

  test('are read from text, with defaults', () => {
    expect(read({}).data).toEqual({ window: '5y', confidence: 0.95, horizon: 1, riskFree: 0 });
    expect(read({ confidence: '0.99', horizon: '10', riskFree: '-0.01' }).data).toMatchObject({
      confidence: 0.99,
      horizon: 10,
      riskFree: -0.01,
    });
  });

  test.each([
    { confidence: '' },
    { confidence: '1' },
    { confidence: '1e-1' },
    { confidence: 0.95 },
    { confidence: ['0.9', '0.95'] },
    { horizon: '1.5' },
    { horizon: '64' },
    { horizon: 'null' },
    { unknown: '1' },
  ])('%j is refused', (query) => {
    expect(read(query).success).toBe(false);
  });
});

describe('every schema', () => {
  const schemas = Object.entries(contracts as Record<string, unknown>).flatMap(
    ([name, value]): [string, z.ZodType][] => (value instanceof z.ZodType ? [[name, value]] : []),
  );

  test.each(schemas)('%s can be written as JSON Schema, for what comes in and what goes out', (_, schema) => {
    expect(z.toJSONSchema(schema, { io: 'input' })).toBeTypeOf('object');
    expect(z.toJSONSchema(schema, { io: 'output' })).toBeTypeOf('object');
  });

  test('every request refuses keys that it does not know', () => {
    const requests = schemas.filter(([name]) =>
      /(Request|Input|Query|Commit|Change|Completion|Acceptance|Registration)$/.test(name),
    );
    expect(requests.length).toBeGreaterThan(5);
    for (const [name, schema] of requests) {
      const json = z.toJSONSchema(schema, { io: 'input' });
      for (const kind of json.oneOf ?? json.anyOf ?? [json]) {
        expect([name, (kind as z.core.JSONSchema.BaseSchema).additionalProperties]).toEqual([name, false]);
      }
    }
  });
});

test('no two routes share method and path, and every problem has a status of its class', () => {
  const places = Object.values(contracts.routes).map(({ method, path }) => `${method} ${path}`);
  expect(new Set(places).size).toBe(places.length);
  for (const { status, title } of Object.values(contracts.problemCatalogue)) {
    expect(status >= 400 && status < 600).toBe(true);
    expect(title.length).toBeGreaterThan(10);
  }
});

describe('names', () => {
  const weights = { kind: 'weights', items: [{ assetId: '11111111-1111-4111-8111-111111111111', weight: 1 }] };
  const named: readonly (readonly [string, (name: string) => z.ZodSafeParseResult<unknown>])[] = [
    ['a user', (name) => contracts.accountChange.safeParse({ displayName: name })],
    ['a portfolio', (name) => contracts.portfolioInput.safeParse({ name, allocation: weights })],
    ['an API key', (name) => contracts.apiKeyInput.safeParse({ name, scopes: ['portfolio:read'] })],
    ['a passkey', (name) => contracts.passkeyRegistration.shape.name.safeParse(name)],
  ];
  const hidden = [
    0x202a, 0x202e, 0x2066, 0x2069, 0x200e, 0x200f, 0x200b, 0x200c, 0x200d, 0x2060, 0xfeff, 0xad, 0, 0x7f,
  ];

  test.each(named)('of %s look like what they are', (_, read) => {
    for (const fine of ['Zoë 株式会社', 'שלום', 'A & B, 50 % <b>', '😀', "O'Brien–Smith"])
      expect(read(fine).success, fine).toBe(true);
    for (const code of hidden)
      expect(read(`Invoice${String.fromCodePoint(code)}fdp`).success, `U+${code.toString(16)}`).toBe(false);
  });
});
