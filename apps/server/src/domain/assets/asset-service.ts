/** Assets and their prices, as their owner sees them. */
import type { Asset, PriceSeries } from '@riskoptimizer/contracts';
import { ProblemError } from '../../core/errors.ts';
import type { Transactions } from '../transactions/ports.ts';
import { list } from '../wording/numbers-in-words.ts';
import { presentAsset } from './asset.ts';
import { assetDeleted } from './asset-events.ts';
import type { AssetRepository, PriceRepository } from './ports.ts';

export interface AssetService {
  list(ownerId: string): Promise<{ items: Asset[] }>;
  get(ownerId: string, assetId: string): Promise<Asset>;
  delete(ownerId: string, assetId: string): Promise<void>;
  prices(ownerId: string, assetId: string, range: { from?: string; to?: string }): Promise<PriceSeries>;
}

export interface AssetServiceParts {
  readonly assets: AssetRepository;
  readonly prices: PriceRepository;
  /** Names of the portfolios that hold an asset or are measured against it. */
  readonly transactions: Transactions;
  readonly portfoliosUsing: (ownerId: string, assetId: string) => Promise<string[]>;
}

export function createAssetService({ assets, prices, portfoliosUsing, transactions }: AssetServiceParts): AssetService {
  async function find(ownerId: string, assetId: string) {
    const asset = await assets.find(ownerId, assetId);
    if (asset === null) throw assetNotFound(assetId);
    return asset;
  }

  return {
    async list(ownerId) {
      return { items: (await assets.list(ownerId)).map(presentAsset) };
    },
    async get(ownerId, assetId) {
      return presentAsset(await find(ownerId, assetId));
    },
    async delete(ownerId, assetId) {
      await transactions.run(async (transaction) => {
        const asset = await assets.lock(ownerId, assetId, transaction);
        if (asset === null) throw assetNotFound(assetId);
        // While it is locked no portfolio can take it up.
        const holders = await portfoliosUsing(ownerId, assetId);
        if (holders.length > 0) throw assetHeld(holders);
        await assets.delete(ownerId, assetId);
        transactions.record(assetDeleted(ownerId, asset));
      });
    },
    async prices(ownerId, assetId, { from, to }) {
      if (from !== undefined && to !== undefined && from > to) throw datesReversed(from, to);
      const asset = await find(ownerId, assetId);
      const { dates, closes } = await prices.list(ownerId, assetId, from, to);
      return { assetId, symbol: asset.symbol, currency: asset.currency, dates: [...dates], closes: [...closes] };
    },
  };
}

export function assetNotFound(assetId: string): ProblemError {
  return new ProblemError('not-found', `There is no asset ${assetId}. The list of assets is at /api/v1/assets.`);
}

function assetHeld(portfolios: readonly string[]): ProblemError {
  const names = list(portfolios.map((name) => `"${name}"`));
  return new ProblemError(
    'state-conflict',
    `The asset is used by ${portfolios.length === 1 ? 'the portfolio' : 'the portfolios'} ${names}. Take it out there first.`,
  );
}

function datesReversed(from: string, to: string): ProblemError {
  return new ProblemError('request-invalid', `The prices were asked from ${from} to ${to}, which is earlier.`, {
    errors: [
      { field: '/from', message: `expected a date not after ${to}`, value: from, remedy: 'Swap the two dates.' },
    ],
  });
}
