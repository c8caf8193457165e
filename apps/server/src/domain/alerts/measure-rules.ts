/** What the rules of one portfolio measure, from the services that answer its pages: the same numbers, with the same refusals. */
import type { AlertRuleInput, PortfolioRisk, WindowName } from '@riskoptimizer/contracts';
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import type { SignedInActor } from '../../core/request-context.ts';
import type { AssetRecord } from '../assets/asset.ts';
import type { AssetRepository } from '../assets/ports.ts';
import { dayFromIso } from '../market-data/calendar.ts';
import type { OpenPortfolio, PortfolioService } from '../portfolios/portfolio-service.ts';
import type { TargetService } from '../portfolios/target-service.ts';
import type { RiskService } from '../risk/risk-service.ts';
import { decimalFromNumber } from '../valuation/decimal-and-number.ts';
import type { Measurement } from './evaluate-rule.ts';

export interface MeasuringParts {
  readonly portfolios: Pick<PortfolioService, 'open'>;
  readonly targets: Pick<TargetService, 'get'>;
  readonly risk: Pick<RiskService, 'ofPortfolio'>;
  readonly assets: Pick<AssetRepository, 'find'>;
  readonly clock: Clock;
}

export interface Measured {
  readonly measurement: Measurement;
  /** Of the data behind the value. */
  readonly valueDate: string | null;
}

/** What data do not say; a failure of another kind (no free thread, no database) passes and says nothing of the data. */
const missingCodes = new Set(['not-found', 'data-insufficient', 'exchange-rate-missing', 'calculation-refused']);
const millisecondsOfDay = 86_400_000;

/**
 * Measures rules of a portfolio for its owner. What several rules need is computed once for all of them.
 *
 * weight: share of the value, 0 of what is not held. drift: |weight − target|, of a portfolio the largest. value: in the base
 * currency, of the holdings. drawdown: distance below the peak of the window. volatility: a year. VaR and CVaR: of one period,
 * a loss is positive. price: the last close. data-age: whole days since the last close, of a portfolio the oldest.
 */
export function measuring(parts: MeasuringParts, actor: SignedInActor, portfolioId: string) {
  const { portfolios, targets, risk, assets, clock } = parts;
  const kept = new Map<string, Promise<unknown>>();
  const once = <Found>(key: string, find: () => Promise<Found>): Promise<Found> => {
    const found = kept.get(key) ?? find();
    kept.set(key, found);
    return found as Promise<Found>;
  };
  const open = () => once('open', () => portfolios.open(actor, portfolioId));
  const riskOf = ({ window, confidence }: { readonly window: WindowName; readonly confidence: number }) =>
    once(`risk ${window} ${confidence}`, () =>
      risk.ofPortfolio(actor, portfolioId, { window, confidence, horizon: 1, riskFree: 0, benchmark: 'none' }),
    );
  const ageOf = (asset: AssetRecord) => ageInDays(asset, clock.now());

  async function measure(rule: AlertRuleInput): Promise<Measured> {
    const { subject, measure: what } = rule;
    switch (what) {
      case 'weight':
      case 'value':
        return subject.kind === 'asset' ? ofHolding(await open(), subject.assetId, what) : ofWhole(await open());
      case 'drift':
        return ofDrift(await targets.get(actor, portfolioId), subject);
      case 'price':
        return ofPrice(await assetOf(subject));
      case 'data-age':
        return subject.kind === 'asset' ? ageOf(await assetOf(subject)) : oldest(await open(), ageOf);
      case 'drawdown':
      case 'volatility':
      case 'value-at-risk':
      case 'cvar':
        return ofRisk(await riskOf(rule), what);
    }
  }

  async function assetOf(subject: AlertRuleInput['subject']): Promise<AssetRecord> {
    const found = subject.kind === 'asset' ? await assets.find(actor.userId, subject.assetId) : null;
    if (found === null) throw new ProblemError('not-found', 'The asset of the rule is not there any more.');
    return found;
  }

  return async (rule: AlertRuleInput): Promise<Measured> => {
    try {
      return await measure(rule);
    } catch (error) {
      if (error instanceof ProblemError && missingCodes.has(error.code)) return missing(error.detail);
      throw error;
    }
  };
}

function ofHolding({ positions, valuation }: OpenPortfolio, assetId: string, what: 'weight' | 'value'): Measured {
  const place = positions.findIndex((position) => position.assetId === assetId);
  const { valueDate } = valuation;
  if (what === 'weight') return fromNumber(valuation.positions[place]?.weight ?? 0, valueDate);
  if (valuation.totalValue === null) return missing(withoutValue);
  return known(valuation.positions[place]?.value ?? '0', valueDate);
}

function ofWhole({ valuation: { totalValue, valueDate } }: OpenPortfolio): Measured {
  return totalValue === null ? missing(withoutValue) : known(totalValue, valueDate);
}

const withoutValue = 'A portfolio by weight has no value. Enter quantities or a ledger.';

function ofDrift(
  { by, items, valueDate }: Awaited<ReturnType<TargetService['get']>>,
  subject: AlertRuleInput['subject'],
): Measured {
  if (by === null || items.length === 0) return missing('The portfolio has no targets, so nothing drifts.');
  if (subject.kind === 'portfolio')
    return fromNumber(Math.max(...items.map(({ drift }) => Math.abs(drift))), valueDate);
  const own = items.find(({ assetId }) => assetId === subject.assetId);
  if (own !== undefined) return fromNumber(Math.abs(own.drift), valueDate);
  return missing(by === 'asset' ? 'The asset has no target.' : `The targets are by ${by}, not by asset.`);
}

function ofPrice({ symbol, prices: { lastClose, lastDate } }: AssetRecord): Measured {
  return lastClose === null ? missing(`${symbol} has no price.`) : known(lastClose, lastDate);
}

function ageInDays({ symbol, prices: { lastDate } }: AssetRecord, now: Date): Measured {
  if (lastDate === null) return missing(`${symbol} has no price.`);
  const today = Math.floor(now.getTime() / millisecondsOfDay);
  // A price of today's evening, somewhere east of here, is not of the future.
  return known(String(Math.max(0, today - dayFromIso(lastDate))), lastDate);
}

function oldest({ positions }: OpenPortfolio, ageOf: (asset: AssetRecord) => Measured): Measured {
  const ages = positions.map(({ asset }) => ageOf(asset));
  const unknown = ages.find(({ measurement }) => measurement.kind === 'missing');
  if (unknown !== undefined) return unknown;
  const days = ({ measurement }: Measured) => (measurement.kind === 'value' ? Number(measurement.value) : 0);
  return ages.toSorted((one, other) => days(other) - days(one))[0] ?? missing('The portfolio holds nothing.');
}

function ofRisk(
  { measures, performance, path, window }: PortfolioRisk,
  what: 'drawdown' | 'volatility' | 'value-at-risk' | 'cvar',
): Measured {
  const values = {
    // Depth is zero or negative there; a distance is positive.
    drawdown: -(path.drawdown.at(-1) ?? Number.NaN),
    volatility: performance.volatilityAnnual,
    'value-at-risk': measures['value-at-risk'],
    cvar: measures.cvar,
  };
  return fromNumber(values[what], window.to);
}

function fromNumber(value: number, valueDate: string | null): Measured {
  if (!Number.isFinite(value)) return missing('The calculation gave no number.');
  // Negative zero is a zero.
  return known(decimalFromNumber(value === 0 ? 0 : value), valueDate);
}

function known(value: string, valueDate: string | null): Measured {
  return { measurement: { kind: 'value', value }, valueDate };
}

function missing(reason: string): Measured {
  return { measurement: { kind: 'missing', reason }, valueDate: null };
}
