/** A file of everything read and checked, in a worker thread: what is stored of it, or precisely what is wrong with it. */
import {
  type EverythingCounts,
  type EverythingFile,
  type EverythingPreview,
  everythingBytesMax,
  everythingFile,
  everythingFormat,
  everythingVersion,
} from '@riskoptimizer/contracts';
import { readArchivedFile } from '@riskoptimizer/transaction-files';
import type { ProblemError } from '../../core/errors.ts';
import { stateOf } from '../portfolios/portfolio.ts';
import { allocationsOf, requirePossible } from '../transaction-ledger/ledger-rules.ts';
import { checkEverything } from './check-everything.ts';
import { inOrderOfBenchmarks, ledgerEntries } from './check-everything-portfolios.ts';
import { fileRefused } from './everything-problems.ts';

export interface ReadEverythingInput {
  readonly bytes: Uint8Array;
  readonly now: string;
  /** A preview needs no content, which is copied between threads. */
  readonly wants: 'preview' | 'content';
}

type Joined<Item, Fields extends string> = Omit<Item, Fields> & Readonly<Record<Fields, string>>;
type FileAsset = EverythingFile['assets'][number];

/** Series are one text each, as a million short texts take long to copy. */
export interface EverythingContent extends Omit<EverythingFile, 'format' | 'version' | 'assets' | 'exchangeRates'> {
  readonly assets: readonly (Omit<FileAsset, 'prices'> & {
    readonly prices: Joined<FileAsset['prices'], 'dates' | 'closes'>;
  })[];
  readonly exchangeRates: readonly Joined<EverythingFile['exchangeRates'][number], 'dates' | 'rates'>[];
}

export interface ReadEverything {
  readonly counts: EverythingCounts;
  readonly portfolios: EverythingPreview['portfolios'];
  readonly content: EverythingContent | null;
}

/** Name of the document in the archive. */
export const everythingFileName = 'everything.json';

/** @throws ProblemError `request-invalid` with every problem at its place. */
export function readEverything({ bytes, now, wants }: ReadEverythingInput): ReadEverything {
  const file = parsed(documentOf(bytes));
  checkEverything(file, new Date(now));
  const portfolios = file.portfolios.map(({ name, archivedAt, deletedAt, transactions }) => ({
    name,
    state: stateOf({ archivedAt: dateOf(archivedAt), deletedAt: dateOf(deletedAt) }),
    transactionCount: transactions.length,
  }));
  return { counts: countsOf(file), portfolios, content: wants === 'preview' ? null : contentOf(file) };
}

function dateOf(instant: string | null): Date | null {
  return instant === null ? null : new Date(instant);
}

function documentOf(bytes: Uint8Array): Uint8Array {
  // "PK": an archive.
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return bytes;
  const found = readArchivedFile(bytes, everythingFileName, everythingBytesMax);
  if (found === 'missing') throw refused(`the archive has no ${everythingFileName}`);
  if (found === 'damaged') throw refused('the archive is damaged: it cannot be unpacked');
  if (found === 'too-large')
    throw refused(`${everythingFileName} is larger than ${everythingBytesMax / 1e6} MB when it is unpacked`);
  return found;
}

function parsed(bytes: Uint8Array): EverythingFile {
  const document = json(bytes);
  const { format, version } = (document ?? {}) as Record<string, unknown>;
  if (format !== everythingFormat)
    throw refused(`it is no export of everything: its field "format" is not "${everythingFormat}"`);
  if (version !== everythingVersion)
    throw refused(`it has version ${JSON.stringify(version).slice(0, 40)}; ${everythingVersion} is read`);
  const result = everythingFile.safeParse(document);
  if (result.success) return result.data;
  const { issues } = result.error;
  const details = issues.slice(0, 100).map(({ path, message }) => ({ field: `/${path.join('/')}`, message }));
  throw fileRefused(details, issues.length);
}

function json(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch (error) {
    throw refused(`it is no JSON in UTF-8: ${(error as Error).message.slice(0, 200)}`);
  }
}

function refused(message: string): ProblemError {
  return fileRefused([{ message }]);
}

function countsOf({ assets, exchangeRates, portfolios, importMappings, assetAliases }: EverythingFile) {
  const sum = <Item>(items: readonly Item[], count: (item: Item) => number) =>
    items.reduce((total, item) => total + count(item), 0);
  return {
    assets: assets.length,
    prices: sum(assets, ({ prices }) => prices.dates.length),
    exchangeRates: sum(exchangeRates, ({ dates }) => dates.length),
    portfolios: portfolios.length,
    transactions: sum(portfolios, ({ transactions }) => transactions.length),
    importMappings: importMappings.length,
    assetAliases: assetAliases.length,
  };
}

function contentOf({ assets, exchangeRates, portfolios, importMappings, assetAliases }: EverythingFile) {
  return {
    assets: assets.map((asset) => ({
      ...asset,
      prices: { ...asset.prices, dates: asset.prices.dates.join(','), closes: asset.prices.closes.join(',') },
    })),
    exchangeRates: exchangeRates.map((pair) => ({ ...pair, dates: pair.dates.join(','), rates: pair.rates.join(',') })),
    portfolios: inOrderOfBenchmarks(portfolios).map((portfolio) =>
      // What a ledger holds follows from its transactions, whatever the document says.
      portfolio.allocationKind === 'ledger'
        ? {
            ...portfolio,
            allocations: allocationsOf(
              requirePossible(ledgerEntries(portfolio.transactions), new Map()),
              portfolio.allocations,
            ),
          }
        : portfolio,
    ),
    importMappings,
    assetAliases,
  };
}
