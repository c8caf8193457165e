/** Everything of one's own as a file: the document that an import puts back, or an archive with tables besides. */
import {
  type EverythingCounts,
  type ExportEverythingRequest,
  everythingAssetsMax,
  everythingPortfoliosMax,
  everythingPricesMax,
  everythingTransactionsMax,
} from '@riskoptimizer/contracts';
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import type { SignedInActor } from '../../core/request-context.ts';
import type { PriceRepository } from '../assets/ports.ts';
import { restorableUntil } from '../portfolios/deletion-period.ts';
import type { Transactions } from '../transactions/ports.ts';
import { archivePieces } from './everything-archive.ts';
import { documentTexts, nameEverything } from './everything-document.ts';
import { dataExported } from './everything-events.ts';
import type { ExportedFile } from './exported-file.ts';
import type { EverythingRepository, EverythingStored } from './ports.ts';

export interface EverythingExport {
  /** @throws ProblemError `state-conflict` for more than an import would read. */
  export(actor: SignedInActor, request: ExportEverythingRequest): Promise<ExportedFile>;
}

export interface EverythingExportParts {
  readonly everything: Pick<EverythingRepository, 'read' | 'count'>;
  readonly prices: Pick<PriceRepository, 'list'>;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

export function createEverythingExport(parts: EverythingExportParts): EverythingExport {
  const { everything, prices, transactions, clock } = parts;
  return {
    async export({ userId }, { format }) {
      requireSize(await everything.count(userId));
      const stored = await everything.read(userId, restorableUntil.startFor(clock.now()));
      await transactions.run(async () => {
        transactions.record(dataExported(userId, format, countsOf(stored)));
      });
      const named = nameEverything(stored);
      const pricesOf = (assetId: string) => prices.list(userId, assetId, undefined, undefined);
      const document = inPieces(documentTexts(named, pricesOf));
      const fileName = `riskoptimizer-${clock.now().toISOString().slice(0, 10)}.${format}`;
      return format === 'json'
        ? { fileName, mediaType: 'application/json; charset=utf-8', pieces: document }
        : { fileName, mediaType: 'application/zip', pieces: archivePieces(named, document, pricesOf) };
    },
  };
}

const pieceCharacters = 1 << 16;

async function* inPieces(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let gathered = '';
  for await (const text of texts) {
    gathered += text;
    if (gathered.length < pieceCharacters) continue;
    yield Buffer.from(gathered);
    gathered = '';
  }
  yield Buffer.from(gathered);
}

type Stored = Awaited<ReturnType<EverythingRepository['count']>>;

function requireSize(stored: Stored): void {
  const limits = [
    [stored.assets, everythingAssetsMax, 'assets'],
    [stored.prices, everythingPricesMax, 'prices'],
    [stored.portfolios, everythingPortfoliosMax, 'portfolios'],
    [stored.transactions, everythingTransactionsMax, 'transactions'],
  ] as const;
  for (const [count, most, noun] of limits) {
    if (count <= most) continue;
    throw new ProblemError(
      'state-conflict',
      `There are ${count.toLocaleString('en-US')} ${noun}; a file that can be imported again has at most ${most.toLocaleString('en-US')}. Delete assets that no portfolio needs, export portfolios one by one, or back up the database.`,
    );
  }
}

function countsOf({ assets, rates, portfolios, mappings, aliases }: EverythingStored): EverythingCounts {
  return {
    assets: assets.length,
    prices: assets.reduce((sum, { prices }) => sum + prices.count, 0),
    exchangeRates: rates.reduce((sum, { dates }) => sum + dates.length, 0),
    portfolios: portfolios.length,
    transactions: portfolios.reduce((sum, { transactions }) => sum + transactions.length, 0),
    importMappings: mappings.length,
    assetAliases: aliases.length,
  };
}
