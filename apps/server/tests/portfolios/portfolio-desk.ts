/** Somebody with four assets, and what is asked of portfolios of them. */
import type { Portfolio, PortfolioInput, PortfolioList, Problem } from '@riskoptimizer/contracts';
import { expect } from 'vitest';
import type { Answer } from '../api/test-application.ts';
import { type Desk, importAssets, type Member } from '../audit/desk.ts';

export interface PortfolioDesk {
  readonly member: Member;
  readonly assetIds: readonly string[];
  /** By weight, of the first two assets. */
  input(name: string, first?: number): Pick<PortfolioInput, 'name' | 'baseCurrency' | 'allocation'>;
  make(name: string, over?: object): Promise<Portfolio>;
  /** With `If-Match: *` unless a version is said. */
  ask<Body = Portfolio & Problem>(
    method: string,
    path: string,
    json?: unknown,
    version?: number | '*',
  ): Promise<Answer<Body>>;
  names(state: string): Promise<string[]>;
}

export async function openPortfolioDesk(desk: Desk, role: 'advisor' | 'analyst' = 'advisor'): Promise<PortfolioDesk> {
  const member = await desk.member(role);
  const assetIds = await importAssets(member, ['AAA', 'BBB', 'CCC', 'DDD']);
  const input = (name: string, first = 0.5) => ({
    name,
    baseCurrency: 'EUR',
    allocation: {
      kind: 'weights' as const,
      items: [
        { assetId: assetIds[0]!, weight: first },
        { assetId: assetIds[1]!, weight: 1 - first },
      ],
    },
  });
  const ask: PortfolioDesk['ask'] = (method, path, json, version = '*') =>
    member.ask(method, `/portfolios${path}`, {
      ...(json === undefined ? {} : { json }),
      headers: { 'if-match': version === '*' ? '*' : `"${version}"` },
    });
  return {
    member,
    assetIds,
    input,
    ask,
    async make(name, over = {}) {
      const { status, body, text } = await ask('POST', '', { ...input(name), ...over });
      expect([status, text]).toEqual([201, text]);
      return body;
    },
    async names(state) {
      const { body } = await ask<PortfolioList>('GET', `?state=${state}`);
      return body.items.map(({ name }) => name);
    },
  };
}
