/** Decisions of an owner about single prices, with their reasons. They outlive every refresh and import, and can be taken back. */
import type { PriceOverrideInput, PriceOverrideList, PriceOverride as ShownOverride } from '@riskoptimizer/contracts';
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import type { SignedInActor } from '../../core/request-context.ts';
import { assetNotFound, type ObjectAccess } from '../access/object-access.ts';
import type { AssetRecord } from '../assets/asset.ts';
import type { AssetRepository, PriceRepository } from '../assets/ports.ts';
import type { AuditEvent } from '../audit/ports.ts';
import type { Transaction, Transactions } from '../transactions/ports.ts';
import { Money } from '../valuation/decimal-and-number.ts';
import type { FetchedPriceRepository } from './feed.ts';
import { adjustedFor, type PriceOverride, type StoredPrice } from './price-override.ts';
import { summarisePrices } from './summarise-prices.ts';

export interface PriceOverrideRepository {
  list(ownerId: string, assetId: string): Promise<readonly PriceOverride[]>;
  find(ownerId: string, assetId: string, date: string, transaction: Transaction): Promise<PriceOverride | null>;
  put(ownerId: string, assetId: string, override: PriceOverride, transaction: Transaction): Promise<void>;
  remove(ownerId: string, assetId: string, date: string, transaction: Transaction): Promise<void>;
  /** The stored price of a day. */
  priceOn(ownerId: string, assetId: string, date: string, transaction: Transaction): Promise<StoredPrice | null>;
  /** The nearest price of another day, of those that nobody decided about. */
  nearestPrice(ownerId: string, assetId: string, date: string, transaction: Transaction): Promise<StoredPrice | null>;
  /** Null takes the price of the day away. */
  setPrice(
    ownerId: string,
    assetId: string,
    date: string,
    price: StoredPrice | null,
    transaction: Transaction,
  ): Promise<void>;
}

export interface PriceOverrideService {
  list(actor: SignedInActor, assetId: string): Promise<PriceOverrideList>;
  /** @throws ProblemError `state-conflict` when there is nothing on that day to accept or leave out, `request-invalid` for a day to come. */
  put(actor: SignedInActor, assetId: string, date: string, input: PriceOverrideInput): Promise<ShownOverride>;
  /** Brings back what stood there before; without a decision nothing happens. */
  remove(actor: SignedInActor, assetId: string, date: string): Promise<void>;
}

export interface PriceOverrideParts {
  readonly access: ObjectAccess;
  readonly assets: AssetRepository;
  readonly prices: PriceRepository;
  readonly fetched: Pick<FetchedPriceRepository, 'quarantined'>;
  readonly overrides: PriceOverrideRepository;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

export function createPriceOverrideService(parts: PriceOverrideParts): PriceOverrideService {
  const { access, assets, overrides, transactions, clock } = parts;

  const change = async <Result>(
    actor: SignedInActor,
    assetId: string,
    work: (ownerId: string, asset: AssetRecord, transaction: Transaction) => Promise<Result>,
  ): Promise<Result> => {
    const { ownerId } = await access.asset(actor, assetId, 'owner');
    return transactions.run(async (transaction) => {
      const asset = await assets.lock(ownerId, assetId, transaction);
      if (asset === null) throw assetNotFound(assetId);
      const result = await work(ownerId, asset, transaction);
      await summarisePrices(parts, ownerId, asset, transaction);
      return result;
    });
  };

  return {
    async list(actor, assetId) {
      const { ownerId } = await access.asset(actor, assetId, 'owner');
      return { items: (await overrides.list(ownerId, assetId)).map(presentOverride) };
    },

    put(actor, assetId, date, input) {
      refuseFuture(date, clock.now());
      return change(actor, assetId, async (ownerId, asset, transaction) => {
        const before = await overrides.find(ownerId, assetId, date, transaction);
        const former = before === null ? await overrides.priceOn(ownerId, assetId, date, transaction) : before.former;
        const close = await decide(parts, ownerId, asset, { date, former, input });
        const override = { date, kind: input.kind, close, former, reason: input.reason, createdAt: clock.now() };
        const pattern = former ?? (await overrides.nearestPrice(ownerId, assetId, date, transaction));
        const price = close === null ? null : { ...origin(former), close, adjustedClose: adjustedFor(close, pattern) };
        await overrides.setPrice(ownerId, assetId, date, price, transaction);
        await overrides.put(ownerId, assetId, override, transaction);
        transactions.record(overrideEvent('price-override.set', ownerId, asset, before, override));
        return presentOverride(override);
      });
    },

    remove(actor, assetId, date) {
      return change(actor, assetId, async (ownerId, asset, transaction) => {
        const before = await overrides.find(ownerId, assetId, date, transaction);
        if (before === null) return;
        await overrides.remove(ownerId, assetId, date, transaction);
        await overrides.setPrice(ownerId, assetId, date, before.former, transaction);
        transactions.record(overrideEvent('price-override.removed', ownerId, asset, before, null));
      });
    },
  };
}

interface Decision {
  readonly date: string;
  readonly former: StoredPrice | null;
  readonly input: PriceOverrideInput;
}

/** The close that counts from now on; null when none does. */
async function decide(
  { fetched }: PriceOverrideParts,
  ownerId: string,
  { id, symbol }: AssetRecord,
  { date, former, input }: Decision,
): Promise<string | null> {
  if (input.kind === 'set') return input.close;
  if (input.kind === 'exclude') {
    if (former === null) throw nothingThere(symbol, date, 'to leave out');
    return null;
  }
  if (former !== null) return former.close;
  const values = (await fetched.quarantined(ownerId, id))
    .filter((point) => point.date === date)
    .map(({ value }) => value);
  const value = values.find(isPrice);
  if (value === undefined) throw nothingThere(symbol, date, 'to accept, nor one in quarantine that is a number');
  return new Money(value).toFixed();
}

/** As much of a number as a price may have: a quarantined text may be anything. */
function isPrice(text: string): boolean {
  return /^\d{1,15}(?:\.\d{1,15})?$/.test(text) && new Money(text).gt(0);
}

function origin(former: StoredPrice | null): Pick<StoredPrice, 'provider' | 'fetchedAt'> {
  return { provider: former?.provider ?? null, fetchedAt: former?.fetchedAt ?? null };
}

function refuseFuture(date: string, now: Date): void {
  // Somewhere it is tomorrow already.
  const latest = new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10);
  if (date <= latest) return;
  throw new ProblemError('request-invalid', `${date} has not begun anywhere: nothing can be decided about its price.`, {
    errors: [{ field: '/date', message: 'expected a day that has begun', value: date }],
  });
}

function nothingThere(symbol: string, date: string, what: string): ProblemError {
  return new ProblemError(
    'state-conflict',
    `${symbol} has no price on ${date} ${what}. Set one, or choose another day.`,
  );
}

function presentOverride({ date, kind, close, former, reason, createdAt }: PriceOverride): ShownOverride {
  return { date, kind, close, formerClose: former?.close ?? null, reason, createdAt: createdAt.toISOString() };
}

function overrideEvent(
  action: 'price-override.set' | 'price-override.removed',
  ownerId: string,
  { id }: AssetRecord,
  before: PriceOverride | null,
  after: PriceOverride | null,
): AuditEvent {
  const content = (override: PriceOverride | null) => (override === null ? null : { ...presentOverride(override) });
  return { action, entity: { type: 'asset', id }, ownerId, before: content(before), after: content(after) };
}
