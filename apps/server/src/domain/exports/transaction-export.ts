/** The transactions of a ledger as a file that imports back equal, for everybody who may see them. */
import type { ExportTransactionsQuery } from '@riskoptimizer/contracts';
import {
  type AssetNames,
  type WrittenTransaction,
  writeTransactionsCsv,
  writeTransactionsJson,
  writeTransactionsXlsx,
} from '@riskoptimizer/transaction-files';
import type { SignedInActor } from '../../core/request-context.ts';
import type { ObjectAccess } from '../access/object-access.ts';
import type { AssetRepository } from '../assets/ports.ts';
import type { PortfolioRepository } from '../portfolios/ports.ts';
import { assetFields } from '../transaction-ledger/ledger-rules.ts';
import { openLedger } from '../transaction-ledger/ledger-service.ts';
import type { LedgerRepository } from '../transaction-ledger/ports.ts';
import { asciiName, type ExportedFile } from './exported-file.ts';
import { numberTransactions } from './numbered-transactions.ts';

type Format = ExportTransactionsQuery['format'];

export interface TransactionExport {
  /** @throws ProblemError `not-found`, or `state-conflict` for a portfolio without a ledger. */
  export(actor: SignedInActor, portfolioId: string, format: Format): Promise<ExportedFile>;
}

export interface TransactionExportParts {
  readonly access: ObjectAccess;
  readonly assets: Pick<AssetRepository, 'findMany'>;
  readonly ledger: Pick<LedgerRepository, 'all'>;
  readonly portfolios: Pick<PortfolioRepository, 'find'>;
}

type Write = (transactions: Iterable<WrittenTransaction>, assets: AssetNames) => Iterable<Uint8Array>;

const formats: Readonly<Record<Format, { readonly mediaType: string; readonly write: Write }>> = {
  csv: { mediaType: 'text/csv; charset=utf-8', write: writeTransactionsCsv },
  xlsx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    write: writeTransactionsXlsx,
  },
  json: { mediaType: 'application/json; charset=utf-8', write: writeTransactionsJson },
};

export function createTransactionExport({
  access,
  assets,
  ledger,
  portfolios,
}: TransactionExportParts): TransactionExport {
  return {
    async export(actor, portfolioId, format) {
      const { ownerId } = await access.portfolio(actor, portfolioId, 'read');
      const { name } = await openLedger(portfolios, ownerId, portfolioId);
      const transactions = await ledger.all(ownerId, portfolioId);
      const ids = [...new Set(transactions.flatMap(({ content }) => assetFields(content).map((one) => one.assetId)))];
      const found = await assets.findMany(ownerId, ids);
      const { mediaType, write } = formats[format];
      return {
        fileName: `${asciiName(name, 'portfolio')}-transactions.${format}`,
        mediaType,
        pieces: write(numberTransactions(transactions), namesOf(found)),
      };
    },
  };
}

/** By symbol, so that the same ledger is the same file. */
function namesOf(assets: Awaited<ReturnType<AssetRepository['findMany']>>): AssetNames {
  const inOrder = assets.toSorted((one, other) =>
    one.symbol === other.symbol ? (one.source < other.source ? -1 : 1) : one.symbol < other.symbol ? -1 : 1,
  );
  return new Map(inOrder.map(({ id, symbol, isin, figi, name }) => [id, { symbol, isin, figi, name }]));
}
