/** The transactions of a portfolio: read, entered, corrected and taken out, always so that the ledger stays possible. */
import type {
  BulkTransactionsResponse,
  LedgerTransaction,
  NamedAsset,
  ProblemDetail,
  TransactionInput,
  TransactionList,
  TransactionListQuery,
} from '@riskoptimizer/contracts';
import { isoDate } from '@riskoptimizer/contracts';
import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import type { SignedInActor } from '../../core/request-context.ts';
import { type ObjectAccess, portfolioNotFound } from '../access/object-access.ts';
import type { AssetRepository } from '../assets/ports.ts';
import type { AuditEvent } from '../audit/ports.ts';
import type { LedgerEntry } from '../ledger/ledger.ts';
import { pageCursor } from '../portfolios/page-cursor.ts';
import type { PortfolioRecord } from '../portfolios/portfolio.ts';
import { requireActive } from '../portfolios/portfolio-content.ts';
import { portfolioUpdated } from '../portfolios/portfolio-events.ts';
import type { ExpectedVersion, PortfolioRepository } from '../portfolios/ports.ts';
import type { Transaction, Transactions } from '../transactions/ports.ts';
import type { AskLedger } from './ledger-calculations.ts';
import { transactionCreated, transactionDeleted, transactionUpdated } from './ledger-events.ts';
import {
  allocationsOf,
  assetFields,
  dateErrors,
  refuse,
  requireLedger,
  requireNoProblem,
  requireRoom,
  type Touched,
} from './ledger-rules.ts';
import type { LedgerRecord, LedgerRepository } from './ports.ts';

export interface LedgerService {
  list(actor: SignedInActor, portfolioId: string, query: TransactionListQuery): Promise<TransactionList>;
  get(actor: SignedInActor, portfolioId: string, transactionId: string): Promise<LedgerTransaction>;
  create(actor: SignedInActor, portfolioId: string, content: TransactionInput): Promise<LedgerTransaction>;
  /** All of them or none. */
  createMany(
    actor: SignedInActor,
    portfolioId: string,
    contents: readonly TransactionInput[],
    /** Ids of the new transactions, where the lots of one name another of them. */
    ids?: readonly string[],
  ): Promise<BulkTransactionsResponse>;
  update(
    actor: SignedInActor,
    portfolioId: string,
    transactionId: string,
    expected: ExpectedVersion,
    content: TransactionInput,
  ): Promise<LedgerTransaction>;
  delete(actor: SignedInActor, portfolioId: string, transactionId: string, expected: ExpectedVersion): Promise<void>;
}

export interface LedgerServiceParts {
  readonly access: ObjectAccess;
  readonly assets: Pick<AssetRepository, 'findMany'>;
  readonly ledger: LedgerRepository;
  readonly portfolios: Pick<PortfolioRepository, 'find' | 'lock' | 'update'>;
  readonly transactions: Transactions;
  readonly askLedger: AskLedger;
  readonly clock: Clock;
  readonly createId: () => string;
}

/** A change of a ledger that was read and locked, before anything is written. */
interface Plan<Result> {
  /** The ledger as it would be. */
  readonly entries: readonly LedgerEntry[];
  /** Contents that are new, by where they stand in the request. */
  readonly given: readonly { readonly id: string; readonly pointer: string; readonly content: TransactionInput }[];
  write(
    transaction: Transaction,
    ownerId: string,
  ): Promise<{ readonly events: readonly AuditEvent[]; readonly result: Result }>;
}

const listCursor = pageCursor(z.strictObject({ date: isoDate, sequence: z.int().positive().max(2_147_483_647) }));

export function createLedgerService(parts: LedgerServiceParts): LedgerService {
  const { access, ledger, portfolios } = parts;

  /** One change of the ledger at a time: the row of the portfolio is locked from the reading to the end. */
  async function change<Result>(
    actor: SignedInActor,
    portfolioId: string,
    plan: (stored: readonly LedgerRecord[]) => Plan<Result>,
  ): Promise<{ result: Result; portfolioVersion: number }> {
    const { ownerId, level } = await access.portfolio(actor, portfolioId, 'edit');
    return parts.transactions.run(async (transaction) => {
      const before = await portfolios.lock(ownerId, portfolioId, transaction);
      if (before === null) throw portfolioNotFound(portfolioId);
      requireLedger(before);
      requireActive(before);
      const stored = await ledger.all(ownerId, portfolioId, transaction);
      const { entries, given, write } = plan(stored);
      requireRoom(entries.length);
      refuse(
        'request-invalid',
        given.flatMap(({ content, pointer }) => dateErrors(content, pointer, parts.clock.now())),
      );
      if (level !== 'owner') requireAssetsOfLedger(stored, given);
      await requireAssetsThere(ownerId, given, transaction);
      const touched: Touched = new Map(given.map(({ id, pointer }) => [id, pointer]));
      const outcome = requireNoProblem(await parts.askLedger(entries, { kind: 'outcome' }), touched);
      const allocations = allocationsOf(outcome, before.allocations);
      const { events, result } = await write(transaction, ownerId);
      const after = await storeAllocations(before, allocations, transaction);
      for (const event of events) parts.transactions.record(event);
      parts.transactions.record(portfolioUpdated(before, after));
      return { result, portfolioVersion: after.version };
    });
  }

  async function storeAllocations(
    before: PortfolioRecord,
    allocations: PortfolioRecord['allocations'],
    transaction: Transaction,
  ): Promise<PortfolioRecord> {
    const { id, ownerId, name, baseCurrency, benchmark, allocationKind } = before;
    const content = { name, baseCurrency, benchmark, allocationKind, allocations };
    const { outcome } = await portfolios.update(ownerId, id, 'any', content, transaction, 'ledger');
    if (outcome !== 'changed') throw new Error(`The locked portfolio ${id} could not be changed: ${outcome}.`);
    return (await portfolios.find(ownerId, id))!;
  }

  async function requireAssetsThere(
    ownerId: string,
    given: Plan<unknown>['given'],
    transaction: Transaction,
  ): Promise<void> {
    const named = given.flatMap(({ content, pointer }) =>
      assetFields(content).map(({ field, assetId }) => ({ field: pointer + field, assetId })),
    );
    const ids = [...new Set(named.map(({ assetId }) => assetId))];
    if (ids.length === 0) return;
    const known = new Set((await parts.assets.findMany(ownerId, ids, transaction)).map(({ id }) => id));
    const remedy = 'Use an id from the list of assets, or import its prices first.';
    refuse(
      'request-invalid',
      named
        .filter(({ assetId }) => !known.has(assetId))
        .map(({ field, assetId }) => ({ field, message: `there is no asset ${assetId}`, value: assetId, remedy })),
    );
  }

  return {
    async list(actor, portfolioId, { cursor, ...query }) {
      const { ownerId } = await access.portfolio(actor, portfolioId, 'read');
      await openLedger(portfolios, ownerId, portfolioId);
      const found = await ledger.page(ownerId, portfolioId, { ...query, after: listCursor.read(cursor) });
      const items = found.slice(0, query.limit);
      const last = found.length > items.length ? items.at(-1)! : null;
      return {
        items: items.map(presentTransaction),
        assets: await namedAssets(parts.assets, ownerId, items),
        nextCursor: last === null ? null : listCursor.write({ date: last.content.date, sequence: last.sequence }),
      };
    },

    async get(actor, portfolioId, transactionId) {
      const { ownerId } = await access.portfolio(actor, portfolioId, 'read');
      const found = await ledger.find(ownerId, portfolioId, transactionId);
      if (found === null) throw transactionNotFound(transactionId);
      return presentTransaction(found);
    },

    async create(actor, portfolioId, content) {
      const id = parts.createId();
      const { result } = await change(actor, portfolioId, (stored) =>
        addition(portfolioId, stored, [{ id, content, pointer: '' }]),
      );
      return presentTransaction(result[0]!);
    },

    async createMany(actor, portfolioId, contents, ids) {
      const given = contents.map((content, place) => ({
        id: ids?.[place] ?? parts.createId(),
        content,
        pointer: `/items/${place}`,
      }));
      const { result, portfolioVersion } = await change(actor, portfolioId, (stored) =>
        addition(portfolioId, stored, given),
      );
      const added = result.map(({ id, sequence, version }) => ({ id, sequence, version }));
      return { portfolioVersion, transactions: added };
    },

    async update(actor, portfolioId, transactionId, expected, content) {
      const { result } = await change(actor, portfolioId, (stored) => {
        const before = requireStored(stored, transactionId, expected);
        return {
          entries: stored.map((entry) => (entry === before ? { ...entry, content } : entry)),
          given: [{ id: transactionId, pointer: '', content }],
          write: async (transaction, ownerId) => {
            const after = await ledger.replace(ownerId, portfolioId, transactionId, content, transaction);
            return { events: [transactionUpdated(before, after)], result: after };
          },
        };
      });
      return presentTransaction(result);
    },

    async delete(actor, portfolioId, transactionId, expected) {
      await change(actor, portfolioId, (stored) => {
        const before = requireStored(stored, transactionId, expected);
        return {
          entries: stored.filter((entry) => entry !== before),
          given: [],
          write: async (transaction, ownerId) => {
            await ledger.remove(ownerId, portfolioId, transactionId, transaction);
            return { events: [transactionDeleted(before)], result: undefined };
          },
        };
      });
    },
  };

  /** New transactions follow the others in the order in which they were given. */
  function addition(
    portfolioId: string,
    stored: readonly LedgerRecord[],
    given: Plan<unknown>['given'],
  ): Plan<LedgerRecord[]> {
    const first = stored.reduce((highest, { sequence }) => Math.max(highest, sequence), 0) + 1;
    const added = given.map(({ id, content }, place) => ({ id, content, sequence: first + place }));
    return {
      entries: [...stored, ...added],
      given,
      write: async (transaction, ownerId) => {
        const result = await ledger.insert(ownerId, portfolioId, added, transaction);
        return { events: result.map(transactionCreated), result };
      },
    };
  }
}

/** @throws ProblemError `not-found`, or `state-conflict` for a portfolio without a ledger. */
export async function openLedger(
  portfolios: Pick<PortfolioRepository, 'find'>,
  ownerId: string,
  portfolioId: string,
): Promise<PortfolioRecord> {
  const record = await portfolios.find(ownerId, portfolioId);
  if (record === null) throw portfolioNotFound(portfolioId);
  requireLedger(record);
  return record;
}

async function namedAssets(
  assets: Pick<AssetRepository, 'findMany'>,
  ownerId: string,
  items: readonly LedgerRecord[],
): Promise<NamedAsset[]> {
  const ids = [...new Set(items.flatMap(({ content }) => assetFields(content).map(({ assetId }) => assetId)))];
  const found = await assets.findMany(ownerId, ids);
  return found
    .map(({ id, symbol, name, currency }) => ({ assetId: id, symbol, name, currency }))
    .toSorted((one, other) => (one.symbol < other.symbol ? -1 : 1));
}

function presentTransaction(record: LedgerRecord): LedgerTransaction {
  const { id, portfolioId, sequence, version, content, createdAt, updatedAt } = record;
  return {
    id,
    portfolioId,
    sequence,
    version,
    content,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

function requireStored(
  stored: readonly LedgerRecord[],
  transactionId: string,
  expected: ExpectedVersion,
): LedgerRecord {
  const found = stored.find(({ id }) => id === transactionId);
  if (found === undefined) throw transactionNotFound(transactionId);
  if (expected === 'any' || expected.includes(found.version)) return found;
  throw new ProblemError(
    'version-conflict',
    `The transaction is at version ${found.version} by now, so nothing was changed. Read it again and repeat the change on that version.`,
  );
}

function transactionNotFound(transactionId: string): ProblemError {
  return new ProblemError('not-found', `There is no transaction ${transactionId} in this portfolio.`);
}

/** A new asset would open its prices to everybody with a share, so it is for the owner to bring in. */
function requireAssetsOfLedger(stored: readonly LedgerRecord[], given: Plan<unknown>['given']): void {
  const known = new Set(stored.flatMap(({ content }) => assetFields(content).map(({ assetId }) => assetId)));
  const errors = given.flatMap(({ content, pointer }) =>
    assetFields(content)
      .filter(({ assetId }) => !known.has(assetId))
      .map(
        ({ field, assetId }): ProblemDetail => ({
          field: pointer + field,
          message: 'a share to edit enters transactions of assets that are in the ledger; a new one is for the owner',
          value: assetId,
        }),
      ),
  );
  refuse('permission-denied', errors);
}
