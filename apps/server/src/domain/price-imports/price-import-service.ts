/** Import of price files: read and checked first, shown, and stored only when the owner commits, all or nothing. */
import type { PriceImport, PriceImportCommit, PriceImportResult } from '@riskoptimizer/contracts';
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import type { SignedInActor } from '../../core/request-context.ts';
import { importNotFound, type ObjectAccess } from '../access/object-access.ts';
import { requirePermission } from '../access/route-access.ts';
import type { AssetRepository, PriceRepository } from '../assets/ports.ts';
import type { PriceColumn } from '../market-data/price-columns.ts';
import type { PortfolioRepository } from '../portfolios/ports.ts';
import type { Transactions } from '../transactions/ports.ts';
import { commitPrices, type StoringWatch } from './commit-prices.ts';
import { previewImport } from './import-preview.ts';
import type { PriceImportRepository } from './ports.ts';
import { priceImportCommitted, priceImportDiscarded } from './price-import-events.ts';
import { readPriceFile } from './read-price-file.ts';
import { packPrices } from './staged-prices.ts';

export interface PriceImportService {
  /** Reads a file and keeps it for a day; what is wrong with it is thrown and nothing is kept. */
  preview(actor: SignedInActor, fileName: string, pieces: AsyncIterable<Uint8Array>): Promise<PriceImport>;
  get(actor: SignedInActor, importId: string): Promise<PriceImport>;
  /** With a portfolio it needs the permission to make one besides. */
  commit(
    actor: SignedInActor,
    importId: string,
    request: PriceImportCommit,
    /** Of a job: it is watched, and started again it finds what it has stored before. */
    watch?: CommitWatch,
  ): Promise<PriceImportResult>;
  discard(actor: SignedInActor, importId: string): Promise<void>;
  /** Forgets previews that nobody committed in time. */
  forgetExpired(): Promise<number>;
}

export interface CommitWatch extends Required<StoringWatch> {
  readonly jobId: string;
}

export interface PriceImportServiceParts {
  readonly access: ObjectAccess;
  readonly imports: PriceImportRepository;
  readonly assets: AssetRepository;
  readonly prices: PriceRepository;
  readonly portfolios: PortfolioRepository;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly createId: () => string;
}

export function createPriceImportService(parts: PriceImportServiceParts): PriceImportService {
  const { access, imports, assets, prices, transactions, clock, createId } = parts;

  /** Prices of the imported assets that the file names, by symbol. */
  async function storedColumns(ownerId: string, symbols: readonly string[]): Promise<Map<string, PriceColumn>> {
    const existing = await assets.findBySymbols(ownerId, 'imported', symbols);
    const columns = await prices.columns(
      ownerId,
      existing.map(({ id }) => id),
    );
    return new Map(existing.map(({ id, symbol }) => [symbol, columns.get(id)!]));
  }

  return {
    async preview({ userId: ownerId }, fileName, pieces) {
      const file = await readPriceFile(pieces);
      const stored = await storedColumns(ownerId, file.table.assets);
      const preview = previewImport({ id: createId(), fileName, file, stored, now: clock.now() });
      await imports.deleteExpired(clock.now());
      await imports.insert(ownerId, { preview, fileSha256: file.sha256, staged: await packPrices(file.table) });
      return preview;
    },

    async get(actor, importId) {
      const { ownerId } = await access.priceImport(actor, importId);
      const found = await imports.find(ownerId, importId, clock.now());
      if (found === null) throw importNotFound(importId);
      return found;
    },

    async commit(actor, importId, request, watch) {
      if (request.portfolio !== undefined) requirePermission(actor, 'portfolio:change');
      const { ownerId } = await access.priceImport(actor, importId);
      return transactions.run(async (transaction) => {
        const now = clock.now();
        const found = await imports.lock(ownerId, importId, now, transaction);
        if (found === null) throw importNotFound(importId);
        const { committed, staged } = found;
        const answer = { ...found.preview, status: 'committed' as const };
        if (committed !== null && committed.jobId === watch?.jobId) return { import: answer, ...committed.stored };
        if (staged === null) throw alreadyCommitted(found.preview.fileName);
        const stored = await commitPrices(parts, ownerId, { staged, request, ...watch }, transaction);
        const byJob = watch === undefined ? null : { jobId: watch.jobId, stored };
        await imports.markCommitted(ownerId, importId, byJob, now, transaction);
        const after = { ...stored, currency: request.currency };
        transactions.record(priceImportCommitted(ownerId, found.preview, found.fileSha256, after));
        return { import: answer, ...stored };
      });
    },

    async discard(actor, importId) {
      const { ownerId } = await access.priceImport(actor, importId);
      await transactions.run(async () => {
        const deleted = await imports.delete(ownerId, importId);
        if (deleted === null) throw importNotFound(importId);
        transactions.record(priceImportDiscarded(ownerId, deleted.preview, deleted.fileSha256));
      });
    },

    forgetExpired: () => imports.deleteExpired(clock.now()),
  };
}

function alreadyCommitted(fileName: string): ProblemError {
  return new ProblemError(
    'state-conflict',
    `The prices of ${fileName} are stored already. To store them again, send the file again.`,
  );
}
