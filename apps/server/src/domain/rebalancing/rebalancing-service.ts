/** The way from what is held to what should be held: trades, what they cost and realise, and the risk before and after. */
import type { RebalancingPlan, RebalancingRequest, TransactionInput } from '@riskoptimizer/contracts';
import { weightSumTolerance } from '@riskoptimizer/price-csv';
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import type { SignedInActor } from '../../core/request-context.ts';
import type { AssetRecord } from '../assets/asset.ts';
import type { AssetRepository } from '../assets/ports.ts';
import type { LedgerEntry } from '../ledger/ledger.ts';
import type { MarketDataParts } from '../market-data/market-data.ts';
import type { OpenPortfolio, PortfolioService } from '../portfolios/portfolio-service.ts';
import type { AskLedger } from '../transaction-ledger/ledger-calculations.ts';
import type { LedgerRepository } from '../transaction-ledger/ports.ts';
import { decimalFromNumber, Money } from '../valuation/decimal-and-number.ts';
import { valueDecimals } from '../valuation/holding-values.ts';
import { type Aim, aimsOf } from './aims.ts';
import type { Candidate } from './candidate.ts';
import { planTrades, type TradePlan } from './plan-trades.ts';
import { presentPlan } from './present-plan.ts';
import { type RiskComparisonParts, riskOfWeights } from './risk-of-weights.ts';
import { tradesAsTransactions } from './trades-as-transactions.ts';
import { type PricedAsset, priceAssets } from './value-assets.ts';

export interface RebalancingService {
  /** Nothing is stored: the trades become transactions when somebody enters them. */
  plan(
    actor: SignedInActor,
    portfolioId: string,
    request: RebalancingRequest,
    signal?: AbortSignal,
  ): Promise<RebalancingPlan>;
}

export interface RebalancingServiceParts extends MarketDataParts, RiskComparisonParts {
  readonly portfolios: Pick<PortfolioService, 'open'>;
  readonly assets: Pick<AssetRepository, 'findMany'>;
  readonly ledger: Pick<LedgerRepository, 'all'>;
  readonly askLedger: AskLedger;
  readonly clock: Clock;
}

export function createRebalancingService(parts: RebalancingServiceParts): RebalancingService {
  return {
    async plan(actor, portfolioId, request, signal) {
      const open = await parts.portfolios.open(actor, portfolioId);
      requireWholeWeights(request);
      requireTotalValue(request, open);
      const aims = aimsOf(request, groupedHoldings(open), open.record.targets);
      const assets = await assetsOf(parts, open, aims);
      const { ownerId, baseCurrency } = open.record;
      const { date, priced } = await priceAssets(parts, ownerId, assets, baseCurrency);
      const candidates = priced.map((one, index) => candidateOf(one, aims[index]!, open, request));
      const traded = tradesOf(candidates, request);
      const entries = open.record.allocationKind === 'ledger' ? await parts.ledger.all(ownerId, portfolioId) : [];
      const today = parts.clock.now().toISOString().slice(0, 10);
      const holders = await parts.askLedger(entries, { kind: 'largest-holders' }, signal);
      const transactions = tradesAsTransactions(candidates, traded, { date: today, holders, account: request.account });
      const results = await resultsOf(parts, entries, transactions, request, signal);
      const risk = await riskOfWeights(
        parts,
        { open, candidates, plan: traded, confidence: request.confidence },
        signal,
      );
      return presentPlan({
        open,
        request,
        date,
        candidates,
        plan: traded,
        transactions,
        results,
        risk,
      });
    },
  };
}

/** Those of the aims, in their order. Whoever works by a share knows the assets of the portfolio and no others. */
async function assetsOf(
  parts: RebalancingServiceParts,
  { access, record, positions }: OpenPortfolio,
  aims: readonly Aim[],
): Promise<AssetRecord[]> {
  const known = new Map(positions.map(({ asset }) => [asset.id, asset]));
  const missing = aims.map(({ assetId }) => assetId).filter((assetId) => !known.has(assetId));
  if (access === 'owner' && missing.length > 0)
    for (const asset of await parts.assets.findMany(record.ownerId, missing)) known.set(asset.id, asset);
  return aims.map(({ assetId }, index) => {
    const asset = known.get(assetId);
    if (asset !== undefined) return asset;
    throw new ProblemError('request-invalid', `There is no asset ${assetId} to trade.`, {
      errors: [{ field: `/targets/items/${index}/assetId`, message: `there is no asset ${assetId}`, value: assetId }],
    });
  });
}

function candidateOf(priced: PricedAsset, aim: Aim, open: OpenPortfolio, request: RebalancingRequest): Candidate {
  const index = open.positions.findIndex(({ asset }) => asset.id === priced.asset.id);
  const held = index < 0 ? new Money(0) : unitsHeld(priced, index, open, request);
  return { ...priced, aim, held, isShort: held.lt(0) };
}

/** Of a portfolio by weight: the units that its weight of the value that was given would buy. */
function unitsHeld(
  priced: PricedAsset,
  index: number,
  { positions, valuation }: OpenPortfolio,
  request: RebalancingRequest,
) {
  const { quantity } = positions[index]!;
  if (quantity !== null) return new Money(quantity);
  const value = new Money(request.totalValue!).mul(decimalFromNumber(valuation.positions[index]!.weight));
  return value.div(priced.unitPrice).toDecimalPlaces(12, Money.ROUND_DOWN);
}

function tradesOf(candidates: readonly Candidate[], request: RebalancingRequest): TradePlan {
  const total = candidates.reduce((sum, { held, unitPrice }) => sum.plus(held.mul(unitPrice)), new Money(request.cash));
  if (total.lte(0)) throw nothingToTrade(total);
  return planTrades(
    candidates.map(({ aim, held, isShort, unitPrice }) => {
      const value = held.mul(unitPrice);
      const isLeft = aim.desired === null || isShort;
      return {
        quantity: held,
        unitPrice,
        desired: isLeft ? value : total.mul(decimalFromNumber(aim.desired)),
      };
    }),
    {
      cash: new Money(request.cash),
      allowSells: request.allowSells,
      units: request.units,
      minimumTrade: new Money(request.minimumTrade),
      costs: { fixed: new Money(request.costs.fixed), share: new Money(decimalFromNumber(request.costs.share)) },
    },
  );
}

async function resultsOf(
  { askLedger }: Pick<RebalancingServiceParts, 'askLedger'>,
  entries: readonly LedgerEntry[],
  transactions: readonly TransactionInput[],
  { costBasis }: RebalancingRequest,
  signal: AbortSignal | undefined,
) {
  if (entries.length === 0) return null;
  const sales = transactions.filter(({ kind }) => kind === 'sell');
  return askLedger(entries, { kind: 'sales', sales, method: costBasis }, signal);
}

function groupedHoldings({ positions, valuation }: OpenPortfolio) {
  return positions.map(({ asset }, index) => ({
    assetId: asset.id,
    assetClass: asset.assetClass,
    sector: asset.sector,
    country: asset.country,
    currency: asset.currency,
    labels: asset.labels,
    weight: valuation.positions[index]!.weight,
    value: valuation.positions[index]!.value,
  }));
}

function requireWholeWeights({ targets }: RebalancingRequest): void {
  if (targets.kind !== 'weights') return;
  const ids = targets.items.map(({ assetId }) => assetId);
  const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index);
  const sum = targets.items.reduce((total, { weight }) => total.plus(weight), new Money(0));
  const errors = [
    ...(twice < 0
      ? []
      : [{ field: `/targets/items/${twice}/assetId`, message: `asset ${ids[twice]} stands there twice` }]),
    ...(sum.minus(1).lte(weightSumTolerance)
      ? []
      : [{ field: '/targets/items', message: `the weights sum to ${sum.toFixed()}; they may sum to 1 at most` }]),
  ];
  if (errors.length > 0)
    throw new ProblemError('request-invalid', `The weights are not valid: ${errors[0]!.message}.`, { errors });
}

function requireTotalValue({ totalValue }: RebalancingRequest, { record }: OpenPortfolio): void {
  const isByWeight = record.allocationKind === 'weights';
  if (isByWeight === (totalValue !== null)) return;
  const detail = isByWeight
    ? 'A portfolio by weight has no value of its own: say in `totalValue` how much the weights are about.'
    : 'The portfolio has a value of its own, so `totalValue` is not asked for. Leave it out.';
  throw new ProblemError('request-invalid', detail, {
    errors: [{ field: '/totalValue', message: isByWeight ? 'expected the value of the holdings' : 'expected null' }],
  });
}

function nothingToTrade(total: Money): ProblemError {
  return new ProblemError(
    'calculation-refused',
    `The holdings and the cash come to ${total.toFixed(valueDecimals)} together, so there is nothing to distribute. Hand in cash, or raise less.`,
  );
}
