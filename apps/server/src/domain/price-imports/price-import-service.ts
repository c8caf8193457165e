/** Import of price files: read and checked first, shown, and stored only when the owner commits, all or nothing. */
import type { PriceImport, PriceImportCommit, PriceImportResult } from '@riskoptimizer/contracts';
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import type { AssetRepository, PriceRepository } from '../assets/ports.ts';
import type { PriceColumn } from '../market-data/price-columns.ts';
import type { PortfolioRepository } from '../portfolios/ports.ts';
import type { Transactions } from '../transactions/ports.ts';
import { commitPrices } from './commit-prices.ts';
import { previewImport } from './import-preview.ts';
import type { PriceImportRepository } from './ports.ts';
import { priceImportCommitted, priceImportDiscarded } from './price-import-events.ts';
import { readPriceFile } from './read-price-file.ts';
import { packPrices } from './staged-prices.ts';

export interface PriceImportService {
  /** Reads a file and keeps it for a day; what is wrong with it is thrown and nothing is kept. */
  preview(ownerId: string, fileName: string, pieces: AsyncIterable<Uint8Array>): Promise<PriceImport>;
  get(ownerId: string, importId: string): Promise<PriceImport>;
  commit(ownerId: string, importId: string, request: PriceImportCommit): Promise<PriceImportResult>;
  discard(ownerId: string, importId: string): Promise<void>;
  /** Forgets previews that nobody committed in time. */
  forgetExpired(): Promise<number>;
}

export interface PriceImportServiceParts {
  readonly imports: PriceImportRepository;
  readonly assets: AssetRepository;
  readonly prices: PriceRepository;
  readonly portfolios: PortfolioRepository;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly createId: () => string;
}

export function createPriceImportService(parts: PriceImportServiceParts): PriceImportService {
  const { imports, assets, prices, transactions, clock, createId } = parts;

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
    async preview(ownerId, fileName, pieces) {
      const file = await readPriceFile(pieces);
      const stored = await storedColumns(ownerId, file.table.assets);
      const preview = previewImport({ id: createId(), fileName, file, stored, now: clock.now() });
      await imports.deleteExpired(clock.now());
      await imports.insert(ownerId, { preview, fileSha256: file.sha256, staged: await packPrices(file.table) });
      return preview;
    },

    async get(ownerId, importId) {
      const found = await imports.find(ownerId, importId, clock.now());
      if (found === null) throw importNotFound(importId);
      return found;
    },

    commit: (ownerId, importId, request) =>
      transactions.run(async (transaction) => {
        const now = clock.now();
        const found = await imports.lock(ownerId, importId, now, transaction);
        if (found === null) throw importNotFound(importId);
        if (found.staged === null) throw alreadyCommitted(found.preview.fileName);
        const stored = await commitPrices(parts, ownerId, found.staged, request, transaction);
        await imports.markCommitted(ownerId, importId, now, transaction);
        const after = { ...stored, currency: request.currency };
        transactions.record(priceImportCommitted(ownerId, found.preview, found.fileSha256, after));
        return { import: { ...found.preview, status: 'committed' }, ...stored };
      }),

    async discard(ownerId, importId) {
      await transactions.run(async () => {
        const deleted = await imports.delete(ownerId, importId);
        if (deleted === null) throw importNotFound(importId);
        transactions.record(priceImportDiscarded(ownerId, deleted.preview, deleted.fileSha256));
      });
    },

    forgetExpired: () => imports.deleteExpired(clock.now()),
  };
}

function importNotFound(importId: string): ProblemError {
  return new ProblemError(
    'not-found',
    `There is no price import ${importId}. A preview is kept for a day; send the file again.`,
  );
}

function alreadyCommitted(fileName: string): ProblemError {
  return new ProblemError(
    'state-conflict',
    `The prices of ${fileName} are stored already. To store them again, send the file again.`,
  );
}
