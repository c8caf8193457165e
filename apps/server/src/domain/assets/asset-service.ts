/** Assets and their prices: those of the actor, and to look at also those of shared portfolios. */
import type { Asset, AssetUpdate, PriceSeries } from '@riskoptimizer/contracts';
import { ProblemError } from '../../core/errors.ts';
import type { SignedInActor } from '../../core/request-context.ts';
import { assetNotFound, type ObjectAccess } from '../access/object-access.ts';
import { restorableUntil } from '../portfolios/deletion-period.ts';
import type { Transaction, Transactions } from '../transactions/ports.ts';
import { list } from '../wording/numbers-in-words.ts';
import { presentAsset } from './asset.ts';
import { assetDeleted, assetUpdated } from './asset-events.ts';
import type { AssetRepository, PriceRepository } from './ports.ts';

export interface AssetService {
  /** One's own. */
  list(actor: SignedInActor): Promise<{ items: Asset[] }>;
  get(actor: SignedInActor, assetId: string): Promise<Asset>;
  /** What is left out stays as it is. */
  update(actor: SignedInActor, assetId: string, update: AssetUpdate): Promise<Asset>;
  /** `purge` takes deleted portfolios that use it away for good, instead of being refused for their sake. */
  delete(actor: SignedInActor, assetId: string, deletedPortfolios: 'keep' | 'purge'): Promise<void>;
  prices(actor: SignedInActor, assetId: string, range: { from?: string; to?: string }): Promise<PriceSeries>;
}

interface UsingPortfolio {
  readonly portfolioId: string;
  readonly name: string;
  readonly isDeleted: boolean;
}

export interface AssetServiceParts {
  readonly access: ObjectAccess;
  readonly assets: AssetRepository;
  readonly prices: PriceRepository;
  readonly transactions: Transactions;
  /** Takes a deleted portfolio away for good. */
  readonly purgePortfolio: (ownerId: string, portfolioId: string, transaction: Transaction) => Promise<void>;
  /** The portfolios that hold an asset, have a target for it or are measured against it. */
  readonly portfoliosUsing: (ownerId: string, assetId: string) => Promise<readonly UsingPortfolio[]>;
}

export function createAssetService(parts: AssetServiceParts): AssetService {
  const { access, assets, prices, portfoliosUsing, purgePortfolio, transactions } = parts;

  async function open(actor: SignedInActor, assetId: string) {
    const { ownerId } = await access.asset(actor, assetId, 'read');
    const asset = await assets.find(ownerId, assetId);
    if (asset === null) throw assetNotFound(assetId);
    return { ownerId, asset };
  }

  return {
    async list(actor) {
      return { items: (await assets.list(actor.userId)).map(presentAsset) };
    },
    async get(actor, assetId) {
      return presentAsset((await open(actor, assetId)).asset);
    },
    async update(actor, assetId, update) {
      const { ownerId } = await access.asset(actor, assetId, 'owner');
      await transactions.run(async (transaction) => {
        const before = await assets.lock(ownerId, assetId, transaction);
        if (before === null) throw assetNotFound(assetId);
        await assets.describe(ownerId, assetId, update, transaction);
        transactions.record(assetUpdated(ownerId, before, (await assets.find(ownerId, assetId))!));
      });
      return presentAsset((await open(actor, assetId)).asset);
    },
    async delete(actor, assetId, deletedPortfolios) {
      const { ownerId } = await access.asset(actor, assetId, 'owner');
      await transactions.run(async (transaction) => {
        const asset = await assets.lock(ownerId, assetId, transaction);
        if (asset === null) throw assetNotFound(assetId);
        // While it is locked no portfolio can take it up.
        const holders = await portfoliosUsing(ownerId, assetId);
        const inTheWay = deletedPortfolios === 'keep' ? holders : holders.filter(({ isDeleted }) => !isDeleted);
        if (inTheWay.length > 0) throw assetHeld(inTheWay);
        for (const { portfolioId } of holders) await purgePortfolio(ownerId, portfolioId, transaction);
        await assets.delete(ownerId, assetId);
        transactions.record(assetDeleted(ownerId, asset));
      });
    },
    async prices(actor, assetId, { from, to }) {
      if (from !== undefined && to !== undefined && from > to) throw datesReversed(from, to);
      const { ownerId, asset } = await open(actor, assetId);
      const { dates, closes } = await prices.list(ownerId, assetId, from, to);
      return { assetId, symbol: asset.symbol, currency: asset.currency, dates: [...dates], closes: [...closes] };
    },
  };
}

function assetHeld(portfolios: readonly UsingPortfolio[]): ProblemError {
  const names = list(portfolios.map(({ name, isDeleted }) => `"${name}"${isDeleted ? ' (deleted)' : ''}`));
  const deleted = portfolios.some(({ isDeleted }) => isDeleted)
    ? ` A deleted portfolio can be brought back for ${restorableUntil.days} days, and keeps its assets until then, unless you delete the asset with deletedPortfolios=purge.`
    : '';
  return new ProblemError(
    'state-conflict',
    `The asset is used by ${portfolios.length === 1 ? 'the portfolio' : 'the portfolios'} ${names}. Take it out there first.${deleted}`,
  );
}

function datesReversed(from: string, to: string): ProblemError {
  return new ProblemError('request-invalid', `The prices were asked from ${from} to ${to}, which is earlier.`, {
    errors: [
      { field: '/from', message: `expected a date not after ${to}`, value: from, remedy: 'Swap the two dates.' },
    ],
  });
}
