/**
 * The assets and currencies of the demo market. Companies and funds are invented; no symbol, name or price is that of a real issuer.
 */
import type { FactorName } from './demo-factors.ts';

export type AssetClass = 'equity' | 'bond' | 'commodity' | 'real-estate' | 'crypto' | 'cash' | 'fund';

export interface DemoAsset {
  readonly symbol: string;
  readonly name: string;
  readonly assetClass: AssetClass;
  readonly sector: string | null;
  readonly country: string | null;
  readonly currency: string;
}

/** An asset with the parameters of its model. */
export interface DemoAssetModel extends DemoAsset {
  /** First price in the local currency. */
  readonly startPrice: number;
  /** Mean log return a year outside the episodes. */
  readonly growthAnnual: number;
  readonly loadings: Readonly<Partial<Record<FactorName, number>>>;
  /** Loading on the shock of its sector, whose annual volatility is {@link sectorVolatilityAnnual}. */
  readonly sectorLoading: number;
  /** Of what is its own. */
  readonly volatilityAnnual: number;
  /** First row with a price; default 0. */
  readonly firstRow?: number;
  /** Rows without a price, from the first to the last. */
  readonly gap?: readonly [number, number];
}

export const sectorVolatilityAnnual = 0.09;

type Loadings = Partial<Record<FactorName, number>>;

/** The numbers of an asset, in the order of the columns of the table below. */
type Model = readonly [
  startPrice: number,
  growthAnnual: number,
  loadings: Loadings,
  sectorLoading: number,
  volatilityAnnual: number,
];

function fund(symbol: string, name: string, currency: string, country: string | null, model: Model): DemoAssetModel {
  return asset(symbol, name, 'fund', null, country, currency, model);
}

function equity(
  symbol: string,
  name: string,
  sector: string,
  country: string,
  currency: string,
  model: Model,
): DemoAssetModel {
  return asset(symbol, name, 'equity', sector, country, currency, model);
}

function bond(
  symbol: string,
  name: string,
  sector: string,
  country: string | null,
  currency: string,
  model: Model,
): DemoAssetModel {
  return asset(symbol, name, 'bond', sector, country, currency, model);
}

function asset(
  symbol: string,
  name: string,
  assetClass: AssetClass,
  sector: string | null,
  country: string | null,
  currency: string,
  [startPrice, growthAnnual, loadings, sectorLoading, volatilityAnnual]: Model,
): DemoAssetModel {
  return {
    symbol,
    name,
    assetClass,
    sector,
    country,
    currency,
    startPrice,
    growthAnnual,
    loadings,
    sectorLoading,
    volatilityAnnual,
  };
}

/** Loadings on world equity and some others. */
const world = (beta: number, others: Loadings = {}): Loadings => ({ 'world-equity': beta, ...others });

// biome-ignore format: one asset a line, so that the table is read by columns.
export const demoAssetModels: readonly DemoAssetModel[] = [
  //   symbol    name                                 sector, country, currency        price growth  loadings                                          sector own
  fund('WORLDX', 'Meridian World Equity Fund', 'USD', null,                           [100,  0.07,  world(1, { technology: 0.15 }),                      0,   0.01]),
  fund('EUROPX', 'Meridian Europe Equity Fund', 'EUR', null,                          [60,   0.05,  world(0.95, { europe: 1, technology: -0.1 }),        0,   0.03]),
  fund('EMERGX', 'Tradewind Emerging Equity Fund', 'USD', null,                       [40,   0.05,  world(0.95, { asia: 0.9, dollar: -0.5 }),            0,   0.05]),
  equity('NORTHW', 'Northwall Systems', 'technology', 'US', 'USD',                    [48,   0.14,  world(1.15, { technology: 1.3 }),                    0.8, 0.16]),
  equity('PIXELF', 'Pixelfern Devices', 'technology', 'US', 'USD',                    [31,   0.15,  world(1.3, { technology: 1.5 }),                     0.9, 0.2]),
  { ...equity('CLOUDM', 'Cloudmoss Networks', 'technology', 'US', 'USD',              [22,   0.1,   world(1.25, { technology: 1.4 }),                    1,   0.22]), firstRow: 1891 },
  equity('OAKBNK', 'Oakhollow Bank', 'financials', 'US', 'USD',                       [55,   0.06,  world(1.1, { credit: 0.8, rates: -0.4 }),            0.9, 0.14]),
  equity('MEDIVA', 'Medivale Therapeutics', 'health care', 'US', 'USD',               [74,   0.08,  world(0.7),                                          0.8, 0.15]),
  equity('GRIDLK', 'Gridlake Utilities', 'utilities', 'US', 'USD',                    [39,   0.055, world(0.55, { rates: 0.6 }),                         0.7, 0.125]),
  equity('PRAIRI', 'Prairielight Foods', 'consumer staples', 'US', 'USD',             [63,   0.055, world(0.6, { rates: 0.2 }),                          0.7, 0.12]),
  equity('ALPINE', 'Alpine Lantern Watches', 'consumer discretionary', 'CH', 'CHF',   [88,   0.06,  world(0.95, { europe: 0.8, asia: 0.3 }),             0.8, 0.16]),
  equity('HELVEX', 'Helvexia Pharma', 'health care', 'CH', 'CHF',                     [120,  0.06,  world(0.6, { europe: 0.6 }),                         0.7, 0.12]),
  equity('RHINEL', 'Rhinelark Chemicals', 'materials', 'DE', 'EUR',                   [47,   0.045, world(1.05, { europe: 1.1, commodity: 0.15 }),       0.7, 0.16]),
  equity('HARBOR', 'Harborglass Shipping', 'industrials', 'NL', 'EUR',                [19,   0.05,  world(1.1, { europe: 0.7, commodity: 0.1 }),         0.8, 0.2]),
  equity('VELLUM', 'Vellumine Couture', 'consumer discretionary', 'FR', 'EUR',        [210,  0.075, world(1.05, { europe: 0.9, asia: 0.3 }),             0.8, 0.17]),
  { ...equity('BREADL', 'Breadloaf & Barrow', 'consumer staples', 'GB', 'GBP',        [14,   0.045, world(0.6, { europe: 0.6 }),                         0.7, 0.13]), gap: [1130, 1151] },
  equity('TIDEMO', 'Tidemoor Energy', 'energy', 'GB', 'GBP',                          [9.5,  0.045, world(0.8, { europe: 0.4, commodity: 0.6 }),         0.8, 0.16]),
  equity('KUMOSH', 'Kumoshiro Motors', 'consumer discretionary', 'JP', 'JPY',         [2400, 0.05,  world(0.9, { asia: 1, dollar: 0.4 }),                0.7, 0.15]),
  equity('HOSHID', 'Hoshidori Robotics', 'industrials', 'JP', 'JPY',                  [5600, 0.065, world(1, { asia: 1.1, technology: 0.4, dollar: 0.4 }), 0.8, 0.18]),
  bond('GOVSHT', 'Shoreline Short Government Bonds', 'government', 'US', 'USD',       [50,   0.022, { rates: 0.5 },                                      0,   0.004]),
  bond('GOVLNG', 'Shoreline Long Government Bonds', 'government', 'US', 'USD',        [95,   0.034, { rates: 1.1 },                                      0,   0.006]),
  bond('CORPIG', 'Slatebridge Corporate Bonds', 'corporate', 'US', 'USD',             [80,   0.038, { rates: 0.75, credit: 0.7 },                        0,   0.008]),
  bond('HIYLDX', 'Slatebridge High Yield Bonds', 'corporate', 'US', 'USD',            [70,   0.047, { rates: 0.3, credit: 1.4, 'world-equity': 0.1 },    0,   0.012]),
  bond('EUROGB', 'Continental Government Bonds', 'government', null, 'EUR',           [110,  0.02,  { rates: 0.8 },                                      0,   0.012]),
  asset('HOMEST', 'Homestead Rock Property Trust', 'real-estate', 'residential', 'US', 'USD', [42, 0.055, world(0.8, { rates: 0.7, credit: 0.5 }),         0,   0.12]),
  asset('CITYWL', 'Citywell Offices', 'real-estate', 'offices', 'GB', 'GBP',          [7.8,  0.03,  world(0.85, { rates: 0.6, credit: 0.6, europe: 0.5 }), 0, 0.15]),
  asset('GOLDLF', 'Goldleaf Bullion', 'commodity', 'precious metals', null, 'USD',    [125,  0.045, { commodity: 0.25, rates: 0.5, dollar: -0.6 },       0,   0.115]),
  asset('BARREL', 'Barrelwood Oil', 'commodity', 'energy', null, 'USD',               [46,   0.02,  { commodity: 1.5 },                                  0,   0.17]),
  asset('GLIMMR', 'Glimmercoin', 'crypto', null, null, 'USD',                         [9.5,  0.3,   { crypto: 1.05 },                                    0,   0.2]),
  asset('CASHUS', 'Harborlight Money Market', 'cash', null, 'US', 'USD',              [100,  0.02,  {},                                                  0,   0.002]),
];

export interface DemoCurrencyModel {
  readonly currency: string;
  /** Dollars for one unit on the first day. */
  readonly startRate: number;
  /** Digits after the point in which the rate is quoted. */
  readonly rateDecimals: number;
  /** Digits after the point of prices in this currency. */
  readonly priceDecimals: number;
  readonly loadings: Readonly<Partial<Record<FactorName, number>>>;
  readonly volatilityAnnual: number;
}

/** Currencies fall when the dollar factor rises; yen and franc tend to rise when equities fall. */
// biome-ignore format: one currency a line.
export const demoCurrencyModels: readonly DemoCurrencyModel[] = [
  { currency: 'EUR', startRate: 1.08, rateDecimals: 5, priceDecimals: 2, loadings: { dollar: -1 }, volatilityAnnual: 0.03 },
  { currency: 'GBP', startRate: 1.27, rateDecimals: 5, priceDecimals: 2, loadings: { dollar: -0.9, 'world-equity': 0.08 }, volatilityAnnual: 0.05 },
  { currency: 'JPY', startRate: 0.0088, rateDecimals: 8, priceDecimals: 0, loadings: { dollar: -0.9, 'world-equity': -0.12, rates: 0.2 }, volatilityAnnual: 0.055 },
  { currency: 'CHF', startRate: 1.02, rateDecimals: 5, priceDecimals: 2, loadings: { dollar: -0.95, 'world-equity': -0.06 }, volatilityAnnual: 0.04 },
];
