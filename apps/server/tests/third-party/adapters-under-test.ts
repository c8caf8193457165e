/** Each HTTP adapter with a server that answers in the documented format of its provider. */
import type { IncomingMessage } from 'node:http';
import type {
  Answer,
  MarketDataProvider,
  QuarantinedPoint,
  QuarantineReason,
} from '../../src/domain/market-data/provider-port.ts';
import { ecb } from '../../src/infrastructure/third-party/ecb.ts';
import type { AdapterParts } from '../../src/infrastructure/third-party/provider-client.ts';
import { tiingo } from '../../src/infrastructure/third-party/tiingo.ts';

/** The value is a token of the format: it may be what no number is. */
export interface Row {
  readonly date: string;
  readonly value: string;
}

/** What the server says of the series, where its format says it. */
export interface Stated {
  readonly symbol: string;
  readonly currency: string;
}

/** What was read, whatever kind of series it is. */
export interface Reading {
  readonly points: readonly Row[];
  readonly quarantined: readonly QuarantinedPoint[];
  readonly gaps: readonly { readonly from: string; readonly to: string; readonly reason: string }[];
}

export interface AdapterUnderTest {
  readonly name: string;
  readonly host: string;
  readonly everyDay: boolean;
  readonly format: 'json' | 'csv';
  /** Where the kind of series makes another reason of one. */
  readonly reasons?: Partial<Record<QuarantineReason, QuarantineReason>>;
  /** The first of the true values. */
  readonly level: number;
  readonly stated: Stated;
  /** What of it the format says. */
  readonly says: readonly (keyof Stated)[];
  create(parts: AdapterParts): MarketDataProvider;
  /** Asks for the days of the test; a history is told the last value that is known. */
  read(provider: MarketDataProvider, range: Range): Promise<Answer<Reading>>;
  /** A body in the documented format. */
  respond(rows: readonly Row[], stated: Stated, request: IncomingMessage): string;
  /** The name of a field that is used, and another. */
  readonly renamed: readonly [string | RegExp, string];
}

export interface Range {
  readonly from: string;
  readonly to: string;
  readonly lastKnown: Row;
}

export const testKey = 'a-key-that-nobody-may-see';

/** Histories are read in the same way. */
export async function readHistory(
  provider: MarketDataProvider,
  { symbol, currency }: Stated,
  { from, to, lastKnown }: Range,
): Promise<Answer<Reading>> {
  const known = { date: lastKnown.date, close: lastKnown.value };
  const answer = await provider.history({ symbol, from, to, currency, lastKnown: known });
  if (!answer.ok) return answer;
  const { points, quarantined, gaps } = answer.value;
  return { ok: true, value: { points: points.map(({ date, close }) => ({ date, value: close })), quarantined, gaps } };
}

async function readRates(provider: MarketDataProvider, quote: string, { from, to }: Range): Promise<Answer<Reading>> {
  const answer = await provider.fxRates({ base: 'EUR', quotes: [quote], from, to });
  if (!answer.ok) return answer;
  const [series] = answer.value.series;
  const { points, quarantined, gaps } = series!;
  return { ok: true, value: { points: points.map(({ date, rate }) => ({ date, value: rate })), quarantined, gaps } };
}

const shares = { everyDay: false, level: 187.5, format: 'json' as const };

export const adaptersUnderTest: readonly AdapterUnderTest[] = [
  {
    ...shares,
    name: 'tiingo',
    host: 'api.tiingo.com',
    stated: { symbol: 'AAPL', currency: 'USD' },
    says: [],
    create: (parts) => tiingo(parts, testKey),
    read: (provider, range) => readHistory(provider, { symbol: 'AAPL', currency: 'USD' }, range),
    respond: (rows) =>
      `[${rows
        .map(
          ({ date, value }) =>
            `{"date":"${date}T00:00:00.000Z","close":${value},"high":1,"low":1,"open":1,"volume":5,"adjClose":${value},` +
            `"adjHigh":1,"adjLow":1,"adjOpen":1,"adjVolume":5,"divCash":0.0,"splitFactor":1.0}`,
        )
        .join(',')}]`,
    renamed: [/"close"/g, '"closing"'],
  },
  {
    name: 'ecb',
    host: 'data-api.ecb.europa.eu',
    format: 'csv',
    everyDay: false,
    level: 1.0862,
    stated: { symbol: 'USD', currency: 'EUR' },
    says: ['symbol', 'currency'],
    create: (parts) => ecb(parts),
    read: (provider, range) => readRates(provider, 'USD', range),
    respond: (rows, { symbol, currency }) =>
      [
        'KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE',
        ...rows.map(
          ({ date, value }) =>
            `EXR.D.${symbol}.${currency}.SP00.A,D,${symbol},${currency},SP00,A,${date},${value === 'null' ? '' : value.replaceAll('"', '')}`,
        ),
        '',
      ].join('\r\n'),
    renamed: ['OBS_VALUE', 'VALUE'],
  },
];
