import { apiPrefix, problemCatalogue, type RouteName, routes } from '@riskoptimizer/contracts';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApplication, type TestApplication } from './test-application.ts';

interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  parameters?: { name: string; in: string; required?: boolean; schema: unknown }[];
  requestBody?: { content: Record<string, { schema: unknown }> };
  responses: Record<string, { description: string; content?: Record<string, unknown> }>;
}
interface Description {
  openapi: string;
  info: { version: string };
  paths: Record<string, Record<string, Operation>>;
}

let application: TestApplication;
let description: Description;
beforeAll(async () => {
  application = await startTestApplication();
  description = (await application.ask<Description>('GET', '/api/v1/openapi.json')).body;
});
afterAll(() => application.stop());

const names = Object.keys(routes) as RouteName[];
/** Changes that the address says all of. */
const bodiless: RouteName[] = [
  'archivePortfolio',
  'beginPasskey',
  'beginTotp',
  'cancelJob',
  'createRecoveryCodes',
  'createStreamTicket',
  'endUserSessions',
  'loadDemo',
  'refreshAsset',
  'refreshRiskFreeRates',
  'resetUserFactors',
  'restorePortfolio',
  'retryJob',
  'rotateFieldKey',
  'signOut',
  'unlockUser',
];
const described = () =>
  Object.entries(description.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ path, method, operation })),
  );
const operationOf = (name: RouteName) => described().find(({ operation }) => operation.operationId === name)!.operation;

describe('the description', () => {
  test('is valid OpenAPI 3.1', async () => {
    expect(description.openapi).toBe('3.1.0');
    const { valid, errors } = await new Validator().validate(structuredClone(description) as never);
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  test('describes the routes of the table, and no others', () => {
    const table = names.map(
      (name) => `${name} ${routes[name].method} ${apiPrefix}${routes[name].path.replaceAll(/:(\w+)/g, '{$1}')}`,
    );
    const shown = described().map(
      ({ path, method, operation }) => `${operation.operationId} ${method.toUpperCase()} ${path}`,
    );
    expect(shown.toSorted()).toEqual(table.toSorted());
  });

  test.each(names)('%s says what it is, takes and answers', (name) => {
    const operation = operationOf(name);
    expect(operation.summary.length).toBeGreaterThan(5);
    expect(operation.tags).toHaveLength(1);
    const inPath = [...routes[name].path.matchAll(/:(\w+)/g)].map((match) => match[1]);
    const parameters = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
    expect(parameters.map((parameter) => parameter.name)).toEqual(inPath);
    // The stream answers by becoming a WebSocket.
    const success = name === 'openStream' ? /^101$/ : /^2/;
    expect(Object.keys(operation.responses).some((status) => success.test(status))).toBe(true);
    const problems = Object.entries(operation.responses).filter(([status]) => Number(status) >= 400);
    for (const [status, { description: text }] of problems) {
      const codes = [...text.matchAll(/`([a-z-]+)`/g)].map((match) => match[1] as keyof typeof problemCatalogue);
      for (const code of codes) expect(problemCatalogue[code].status).toBe(Number(status));
    }
    // A readiness of 503 is an answer like the one of 200.
    const contents = problems
      .filter(([status]) => name !== 'ready' || status !== '503')
      .map(([, { content }]) => content);
    for (const content of contents) expect(Object.keys(content ?? {})).toEqual(['application/problem+json']);
  });

  test('numbers in queries are numbers, defaults are said, bodies are described', () => {
    const parameters = operationOf('getPortfolioRisk').parameters!;
    expect(parameters.find(({ name }) => name === 'confidence')).toMatchObject({
      in: 'query',
      schema: { type: 'number' },
      description: expect.stringContaining('0.95 when left out'),
    });
    expect(parameters.find(({ name }) => name === 'horizon')!.required ?? false).toBe(false);
    expect(Object.keys(operationOf('createPriceImport').requestBody!.content)).toEqual([
      'multipart/form-data',
      'text/csv',
    ]);
    expect(operationOf('updatePortfolio').parameters!.map(({ name }) => name)).toContain('if-match');
    const withoutBody = names.filter(
      (each) => ['POST', 'PUT', 'PATCH'].includes(routes[each].method) && operationOf(each).requestBody === undefined,
    );
    expect(withoutBody.toSorted()).toEqual(bodiless);
  });
});

test('the reference page loads nothing from elsewhere and has no script of its own inside', async () => {
  const page = await application.ask<string>('GET', '/docs/');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self';/);
  expect(page.text).not.toMatch(/(src|href)="(https?:)?\/\//);
  expect(page.text).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>\s*\S/);
  const scripts = [...page.text.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map((match) => match[1]!);
  expect(scripts.length).toBeGreaterThan(3);
  for (const script of scripts) {
    expect((await application.ask('GET', new URL(script, 'http://x/docs/').pathname)).status).toBe(200);
  }
});
