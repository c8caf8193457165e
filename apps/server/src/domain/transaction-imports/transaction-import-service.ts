/** Import of files of transactions: read and shown, mapped until it fits, and stored in the ledger in one transaction. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type {
  TransactionFileMapping,
  TransactionImport,
  TransactionImportCommit,
  TransactionImportMapping,
  TransactionImportQuery,
  TransactionImportResult,
} from '@riskoptimizer/contracts';
import { emptyMapping } from '@riskoptimizer/transaction-files';
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import type { SignedInActor } from '../../core/request-context.ts';
import { type ObjectAccess, transactionImportNotFound } from '../access/object-access.ts';
import type { AssetRepository } from '../assets/ports.ts';
import type { PortfolioRepository } from '../portfolios/ports.ts';
import type { LedgerService } from '../transaction-ledger/ledger-service.ts';
import { openLedger } from '../transaction-ledger/ledger-service.ts';
import type { LedgerRepository } from '../transaction-ledger/ports.ts';
import type { Transactions } from '../transactions/ports.ts';
import { chooseRows, refuseAtRows, withOwnLots } from './commit-rows.ts';
import type { ImportReading, StagedRow } from './import-reading.ts';
import type {
  AssetAliasRepository,
  ImportMappingRepository,
  StagedTransactionImport,
  TransactionImportRepository,
} from './ports.ts';
import type { ReadImportFile, ReadImportFileInput } from './read-import-file.ts';
import { readUpload } from './read-upload.ts';
import { transactionImportCommitted, transactionImportDiscarded } from './transaction-import-events.ts';

export interface TransactionImportService {
  /** Reads a file and keeps it for a day. @throws ProblemError `transaction-file-invalid` when it cannot be read at all. */
  create(
    actor: SignedInActor,
    portfolioId: string,
    fileName: string,
    pieces: AsyncIterable<Uint8Array>,
    mappingName: string | undefined,
  ): Promise<TransactionImport>;
  get(actor: SignedInActor, importId: string, query: TransactionImportQuery): Promise<TransactionImport>;
  /** Reads the file again; when it cannot be read that way, everything stays as it was. */
  map(actor: SignedInActor, importId: string, request: TransactionImportMapping): Promise<TransactionImport>;
  /** All chosen rows or none. */
  commit(actor: SignedInActor, importId: string, request: TransactionImportCommit): Promise<TransactionImportResult>;
  discard(actor: SignedInActor, importId: string): Promise<void>;
  forgetExpired(): Promise<number>;
}

export interface TransactionImportServiceParts {
  readonly access: ObjectAccess;
  readonly transactionImports: TransactionImportRepository;
  readonly mappings: ImportMappingRepository;
  readonly aliases: AssetAliasRepository;
  readonly assets: Pick<AssetRepository, 'list'>;
  readonly portfolios: Pick<PortfolioRepository, 'find' | 'lock'>;
  readonly ledger: LedgerRepository;
  readonly ledgerService: Pick<LedgerService, 'createMany'>;
  readonly transactions: Transactions;
  /** In a worker thread. */
  readonly read: (input: ReadImportFileInput) => Promise<ReadImportFile>;
  readonly clock: Clock;
  readonly createId: () => string;
}

/** A preview that nobody commits is forgotten after this. */
const previewHours = 24;
const firstPage: TransactionImportQuery = { after: 0, limit: 100 };
const compress = promisify(gzip);
const decompress = promisify(gunzip);

export function createTransactionImportService(parts: TransactionImportServiceParts): TransactionImportService {
  const { access, transactionImports: imports, mappings, aliases, assets, ledger, transactions, clock } = parts;

  async function read(
    ownerId: string,
    portfolioId: string,
    bytes: Uint8Array,
    mapping: TransactionFileMapping,
    chosen: ReadonlyMap<string, string>,
  ): Promise<ReadImportFile> {
    const owned = (await assets.list(ownerId)).map(({ id, symbol, source, isin, figi }) => {
      return { id, symbol, source, isin, figi };
    });
    const remembered = await aliases.all(ownerId);
    const stored = (await ledger.all(ownerId, portfolioId)).map(({ id, content }) => ({ id, content }));
    return parts.read({ bytes, mapping, owned, chosen, remembered, ledger: stored });
  }

  async function present(
    ownerId: string,
    staged: StagedTransactionImport,
    query: TransactionImportQuery,
  ): Promise<TransactionImport> {
    const { reading, createdAt, expiresAt, id, portfolioId, fileName, byteCount, status } = staged;
    const found = await imports.page(ownerId, id, query);
    const rows = found.slice(0, query.limit);
    return {
      id,
      portfolioId,
      fileName,
      byteCount,
      status,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      ...reading,
      assets: [...reading.assets],
      rows: rows.map(presentRow),
      nextAfter: found.length > rows.length ? rows.at(-1)!.row : null,
    };
  }

  async function requireReady(ownerId: string, importId: string, transaction: Parameters<typeof imports.rows>[2]) {
    const found = await imports.lock(ownerId, importId, clock.now(), transaction);
    if (found === null) throw transactionImportNotFound(importId);
    if (found.file === null) throw alreadyCommitted(found.staged.fileName);
    return { staged: found.staged, file: found.file };
  }

  return {
    async create(actor, portfolioId, fileName, pieces, mappingName) {
      const { ownerId } = await access.portfolio(actor, portfolioId, 'owner');
      await openLedger(parts.portfolios, ownerId, portfolioId);
      const bytes = await readUpload(pieces);
      const mapping = mappingName === undefined ? emptyMapping : await mappings.find(ownerId, mappingName);
      if (mapping === null) throw new ProblemError('not-found', `There is no saved mapping "${mappingName}".`);
      const { reading, rowParts } = await read(ownerId, portfolioId, bytes, mapping, new Map());
      const now = clock.now();
      const staged: StagedTransactionImport = {
        id: parts.createId(),
        portfolioId,
        fileName,
        byteCount: bytes.length,
        fileSha256: createHash('sha256').update(bytes).digest('hex'),
        status: 'ready',
        reading,
        createdAt: now,
        expiresAt: new Date(now.getTime() + previewHours * 3_600_000),
      };
      const packed = await compress(bytes);
      await transactions.run((transaction) => imports.insert(ownerId, staged, packed, rowParts, transaction));
      return present(ownerId, staged, firstPage);
    },

    async get(actor, importId, query) {
      const { ownerId } = await access.transactionImport(actor, importId);
      const staged = await imports.find(ownerId, importId, clock.now());
      if (staged === null) throw transactionImportNotFound(importId);
      return present(ownerId, staged, query);
    },

    async map(actor, importId, request) {
      const { ownerId } = await access.transactionImport(actor, importId);
      const staged = await transactions.run(async (transaction) => {
        const ready = await requireReady(ownerId, importId, transaction);
        const before = ready.staged.reading;
        const chosen = new Map([
          ...before.assets.flatMap(({ key, assetId, foundBy }) =>
            foundBy === 'choice' ? [[key, assetId!] as const] : [],
          ),
          ...request.assets.map(({ key, assetId }) => [key, assetId] as const),
        ]);
        const mapping = request.mapping ?? before.mapping;
        const bytes = await decompress(ready.file);
        const { reading, rowParts } = await read(ownerId, ready.staged.portfolioId, bytes, mapping, chosen);
        requireChoices(reading, request);
        await imports.replaceReading(ownerId, importId, reading, rowParts, transaction);
        return { ...ready.staged, reading };
      });
      return present(ownerId, staged, firstPage);
    },

    async commit(actor, importId, request) {
      const { ownerId } = await access.transactionImport(actor, importId);
      return transactions.run(async (transaction) => {
        const { staged } = await requireReady(ownerId, importId, transaction);
        const rows = await imports.rows(ownerId, importId, transaction);
        // The ledger is locked from here on, so that what it resembles is what is there when it is stored.
        await parts.portfolios.lock(ownerId, staged.portfolioId, transaction);
        const stored = await ledger.all(ownerId, staged.portfolioId, transaction);
        const { chosen, leftOut } = chooseRows(rows, request, stored);
        const { contents, ids } = withOwnLots(chosen, parts.createId);
        const created = await refuseAtRows(chosen, () =>
          parts.ledgerService.createMany(actor, staged.portfolioId, contents, ids),
        );
        const choices = staged.reading.assets.filter(({ foundBy }) => foundBy === 'choice');
        await aliases.put(ownerId, new Map(choices.map(({ key, assetId }) => [key, assetId!])), transaction);
        await imports.markCommitted(ownerId, importId, transaction);
        transactions.record(transactionImportCommitted(ownerId, staged, chosen.length));
        return { importId, portfolioVersion: created.portfolioVersion, storedCount: chosen.length, leftOut };
      });
    },

    async discard(actor, importId) {
      const { ownerId } = await access.transactionImport(actor, importId);
      await transactions.run(async (transaction) => {
        const found = await imports.lock(ownerId, importId, clock.now(), transaction);
        if (found === null) throw transactionImportNotFound(importId);
        await imports.delete(ownerId, importId, transaction);
        transactions.record(transactionImportDiscarded(ownerId, found.staged));
      });
    },

    forgetExpired: () => imports.deleteExpired(clock.now()),
  };
}

/** The reference is the file's own business. */
function presentRow({ row, line, status, transaction, looksLike, errors, warnings, source }: StagedRow) {
  return { row, line, status, transaction, looksLike, errors: [...errors], warnings: [...warnings], source };
}

/** @throws ProblemError `request-invalid` for a choice of a security that is not in the file, or of no asset of the owner. */
function requireChoices(reading: ImportReading, request: TransactionImportMapping): void {
  const made = new Set(reading.assets.filter(({ foundBy }) => foundBy === 'choice').map(({ key }) => key));
  const errors = request.assets.flatMap(({ key }, index) =>
    made.has(key)
      ? []
      : [{ field: `/assets/${index}`, message: 'there is no such security in the file, or no such asset of yours' }],
  );
  if (errors.length === 0) return;
  throw new ProblemError('request-invalid', `Nothing was changed: ${errors[0]!.message}.`, { errors });
}

function alreadyCommitted(fileName: string): ProblemError {
  return new ProblemError(
    'state-conflict',
    `The transactions of ${fileName} are stored already. To store them again, send the file again.`,
  );
}
