/** The portfolios of a document of everything, by the rules that they would be entered by. */
import { type AllocationInput, decimalString, type EverythingPortfolio } from '@riskoptimizer/contracts';
import type { LedgerEntry } from '../ledger/ledger.ts';
import { requireAllocation } from '../portfolios/allocation-rules.ts';
import { requireBenchmarkAssets } from '../portfolios/benchmark-rules.ts';
import { requireTargets } from '../portfolios/target-rules.ts';
import { assetFields, dateErrors, refuse, requirePossible, requireRoom } from '../transaction-ledger/ledger-rules.ts';
import type { EverythingProblems } from './everything-problems.ts';

export function checkPortfolios(
  portfolios: readonly EverythingPortfolio[],
  assetIds: ReadonlySet<string>,
  now: Date,
  problems: EverythingProblems,
): void {
  const ids = portfolios.map(({ portfolioId }) => portfolioId);
  problems.requireDistinct(ids, (place) => `/portfolios/${place}/portfolioId`);
  // A deleted portfolio may be called like one that is there.
  const names = portfolios.map(({ name, deletedAt }, place) =>
    deletedAt === null ? name : `deleted ${place}: ${name}`,
  );
  problems.requireDistinct(names, (place) => `/portfolios/${place}/name`);
  checkBenchmarks(portfolios, problems);
  for (const [place, portfolio] of portfolios.entries()) {
    const at = `/portfolios/${place}`;
    problems.within(`${at}/benchmark`, () => requireBenchmarkAssets(portfolio.benchmark, assetIds));
    if (portfolio.targets !== null)
      problems.within(`${at}/targets`, () => requireTargets(portfolio.targets!, assetIds));
    if (portfolio.allocationKind === 'ledger') checkLedger(portfolio, at, assetIds, now, problems);
    else checkHoldings(portfolio, at, assetIds, problems);
  }
}

function checkHoldings(
  { allocationKind, allocations, transactions }: EverythingPortfolio,
  at: string,
  assetIds: ReadonlySet<string>,
  problems: EverythingProblems,
): void {
  if (transactions.length > 0) problems.add(`${at}/transactions`, 'only a portfolio with a ledger has transactions');
  const isByWeight = allocationKind === 'weights';
  for (const [place, { weight, quantity }] of allocations.entries()) {
    const isRight = isByWeight ? weight !== null && quantity === null : weight === null && quantity !== null;
    if (!isRight)
      problems.add(`${at}/allocations/${place}`, `expected ${isByWeight ? 'a weight' : 'a quantity'} alone`);
    else if (!isByWeight && !decimalString.safeParse(quantity).success)
      problems.add(`${at}/allocations/${place}/quantity`, 'expected a decimal', quantity!);
  }
  const items = allocations.map(({ assetId, weight, quantity }) =>
    isByWeight ? { assetId, weight } : { assetId, quantity },
  );
  problems.within(`${at}/allocations`, () =>
    requireAllocation({ kind: allocationKind, items } as AllocationInput, assetIds),
  );
}

function checkLedger(
  { transactions }: EverythingPortfolio,
  at: string,
  assetIds: ReadonlySet<string>,
  now: Date,
  problems: EverythingProblems,
): void {
  const references = transactions.map(({ reference }) => reference);
  problems.requireDistinct(references, (place) => `${at}/transactions/${place}/reference`);
  const pointer = (place: number) => `${at}/transactions/${place}/content`;
  for (const [place, { content }] of transactions.entries()) {
    for (const { field, assetId } of assetFields(content))
      if (!assetIds.has(assetId)) problems.add(pointer(place) + field, 'there is no such asset', assetId);
  }
  const touched = new Map(references.map((reference, place) => [reference, pointer(place)]));
  problems.within(`${at}/transactions`, () => {
    requireRoom(transactions.length);
    refuse(
      'request-invalid',
      transactions.flatMap(({ content }, place) => dateErrors(content, pointer(place), now)),
    );
    requirePossible(ledgerEntries(transactions), touched);
  });
}

/** A ledger in the order of the document. */
export function ledgerEntries(transactions: EverythingPortfolio['transactions']): LedgerEntry[] {
  return transactions.map(({ reference, content }, place) => ({ id: reference, content, sequence: place + 1 }));
}

function checkBenchmarks(portfolios: readonly EverythingPortfolio[], problems: EverythingProblems): void {
  const byId = new Map(portfolios.map((portfolio) => [portfolio.portfolioId, portfolio]));
  for (const [place, portfolio] of portfolios.entries()) {
    const { benchmark } = portfolio;
    if (benchmark?.kind !== 'portfolio') continue;
    const at = `/portfolios/${place}/benchmark/portfolioId`;
    const measure = byId.get(benchmark.portfolioId);
    if (measure === undefined) problems.add(at, 'there is no such portfolio', benchmark.portfolioId);
    else if (measure.deletedAt !== null && portfolio.deletedAt === null)
      problems.add(at, 'that portfolio is deleted', benchmark.portfolioId);
    else if (isInCircle(portfolio, byId)) problems.add(at, 'is measured against itself in the end', portfolio.name);
  }
}

function isInCircle(start: EverythingPortfolio, byId: ReadonlyMap<string, EverythingPortfolio>): boolean {
  const seen = new Set<string>();
  let present: EverythingPortfolio | undefined = start;
  while (present?.benchmark?.kind === 'portfolio') {
    if (seen.has(present.portfolioId)) return true;
    seen.add(present.portfolioId);
    present = byId.get(present.benchmark.portfolioId);
  }
  return false;
}

/** Those that others are measured against come first. There is no circle. */
export function inOrderOfBenchmarks(portfolios: readonly EverythingPortfolio[]): EverythingPortfolio[] {
  const byId = new Map(portfolios.map((portfolio) => [portfolio.portfolioId, portfolio]));
  const ordered = new Set<EverythingPortfolio>();
  for (const portfolio of portfolios) {
    const chain: EverythingPortfolio[] = [];
    let present: EverythingPortfolio | undefined = portfolio;
    while (present !== undefined && !ordered.has(present)) {
      chain.push(present);
      present = present.benchmark?.kind === 'portfolio' ? byId.get(present.benchmark.portfolioId) : undefined;
    }
    for (const one of chain.reverse()) ordered.add(one);
  }
  return [...ordered];
}
