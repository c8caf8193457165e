/** An application with people who ask it over HTTP, and with the assets that their portfolios are made of. */
import type { ApiKeyScope, Portfolio, PriceImportResult, Role } from '@riskoptimizer/contracts';
import { expect } from 'vitest';
import { makePeople, type Person } from '../access/people.ts';
import { priceFile } from '../api/price-files.ts';
import {
  type Answer,
  type Asked,
  startTestApplication,
  type TestApplication,
  type TestApplicationOptions,
} from '../api/test-application.ts';

export interface Member extends Person {
  readonly token: string;
  readonly sessionId: string;
  ask<Body = unknown>(method: string, path: string, asked?: Asked): Promise<Answer<Body>>;
}

export interface Desk {
  readonly application: TestApplication;
  member(role: Role): Promise<Member>;
  /** The token of a session with every factor. */
  tokenOf(userId: string): Promise<string>;
  apiKey(person: Person, scopes: readonly ApiKeyScope[]): Promise<string>;
  close(): Promise<void>;
}

export async function openDesk(options: TestApplicationOptions = {}): Promise<Desk> {
  const application = await startTestApplication(options);
  const people = await makePeople(application);
  return {
    application,
    async member(role) {
      const person = await people.person(role);
      const { token, sessionId } = await people.session(person.userId);
      return {
        ...person,
        token,
        sessionId,
        ask: (method, path, asked) => askAs(application, token, method, path, asked),
      };
    },
    tokenOf: async (userId) => (await people.session(userId)).token,
    apiKey: (person, scopes) => people.apiKey(person, scopes),
    async close() {
      await people.close();
      await application.stop();
    },
  };
}

export function askAs<Body>(
  application: TestApplication,
  token: string,
  method: string,
  path: string,
  asked: Asked = {},
): Promise<Answer<Body>> {
  const headers = { ...asked.headers, authorization: `Bearer ${token}` };
  return application.ask<Body>(method, `/api/v1${path}`, { ...asked, headers });
}

export async function preview(member: Member, symbols: readonly string[], rowCount = 30): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([priceFile(symbols, rowCount)], { type: 'text/csv' }), 'prices.csv');
  const { body, status } = await member.ask<{ id: string }>('POST', '/price-imports', { body: form });
  expect(status).toBe(201);
  return body.id;
}

export async function importAssets(member: Member, symbols: readonly string[]): Promise<readonly string[]> {
  const importId = await preview(member, symbols);
  const json = { currency: 'EUR' };
  const { body, status } = await member.ask<PriceImportResult>('POST', `/price-imports/${importId}/commit`, { json });
  expect(status).toBe(200);
  return body.assetIds;
}

export interface Holding {
  readonly assetId: string;
  readonly quantity: string;
}

export function portfolioOf(name: string, items: readonly Holding[]) {
  return { name, baseCurrency: 'EUR', benchmark: null, allocation: { kind: 'quantities', items } };
}

export async function createPortfolio(member: Member, name: string, items: readonly Holding[]): Promise<Portfolio> {
  const { body, status } = await member.ask<Portfolio>('POST', '/portfolios', { json: portfolioOf(name, items) });
  expect(status).toBe(201);
  return body;
}
