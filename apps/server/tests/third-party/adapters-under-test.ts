/** Each HTTP adapter with a server that answers in the documented format of its provider. */
import type { IncomingMessage } from 'node:http';
import type {
  Answer,
  MarketDataProvider,
  ProviderFailure,
  QuarantinedPoint,
} from '../../src/domain/market-data/provider-port.ts';
import { alphaVantage } from '../../src/infrastructure/third-party/alpha-vantage.ts';
import { binance } from '../../src/infrastructure/third-party/binance.ts';
import { coinbase } from '../../src/infrastructure/third-party/coinbase.ts';
import { coingecko } from '../../src/infrastructure/third-party/coingecko.ts';
import { ecb } from '../../src/infrastructure/third-party/ecb.ts';
import { eodhd } from '../../src/infrastructure/third-party/eodhd.ts';
import { finnhub } from '../../src/infrastructure/third-party/finnhub.ts';
import { frankfurter } from '../../src/infrastructure/third-party/frankfurter.ts';
import { fred } from '../../src/infrastructure/third-party/fred.ts';
import { massive } from '../../src/infrastructure/third-party/massive.ts';
import type { AdapterParts } from '../../src/infrastructure/third-party/provider-client.ts';
import { tiingo } from '../../src/infrastructure/third-party/tiingo.ts';
import { twelveData } from '../../src/infrastructure/third-party/twelve-data.ts';
import { yahoo } from '../../src/infrastructure/third-party/yahoo.ts';

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
  /** Rates of interest are doubted for other reasons than prices. */
  readonly otherReasons?: true;
  readonly keyedByDay?: true;
  /** Statuses to which the provider gives a meaning of its own. */
  readonly statuses?: Readonly<Record<number, ProviderFailure['kind']>>;
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

async function readRates(provider: MarketDataProvider, { from, to }: Range): Promise<Answer<Reading>> {
  const answer = await provider.fxRates({ base: 'EUR', quotes: ['USD'], from, to });
  if (!answer.ok) return answer;
  const [series] = answer.value.series;
  const { points, quarantined, gaps } = series!;
  return { ok: true, value: { points: points.map(({ date, rate }) => ({ date, value: rate })), quarantined, gaps } };
}

/** As FRED publishes them: in percent. */
async function readInterest(provider: MarketDataProvider, { from, to }: Range): Promise<Answer<Reading>> {
  const answer = await provider.riskFreeRates({ series: 'DGS3MO', from, to });
  if (!answer.ok) return answer;
  const { points, quarantined, gaps } = answer.value;
  const percent = points.map(({ date, rate }) => ({ date, value: String(Number(rate) * 100) }));
  return { ok: true, value: { points: percent, quarantined, gaps } };
}

const dayMs = 86_400_000;
const json = { format: 'json' as const };
const apple = { symbol: 'AAPL', currency: 'USD' };
const share = { ...json, everyDay: false, level: 187.5, stated: apple, says: [] };
const readShare: AdapterUnderTest['read'] = (provider, range) => readHistory(provider, apple, range);
const coin = { ...json, everyDay: true, level: 64_000, says: [] };
const euroRate = {
  everyDay: false,
  level: 1.0862,
  stated: { symbol: 'USD', currency: 'EUR' },
  says: ['symbol', 'currency'] as const,
};
/** Where the format has numbers in quotes; what is no number stays as it is. */
const inQuotes = (value: string): string => (/^-?[\d.]+$/.test(value) ? `"${value}"` : value);
const atMs = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const list = (rows: readonly Row[], write: (row: Row) => string): string => `[${rows.map(write).join(',')}]`;

export const adaptersUnderTest: readonly AdapterUnderTest[] = [
  {
    ...share,
    name: 'tiingo',
    host: 'api.tiingo.com',
    create: (parts) => tiingo(parts, testKey),
    read: readShare,
    respond: (rows) =>
      list(
        rows,
        ({ date, value }) =>
          `{"date":"${date}T00:00:00.000Z","close":${value},"high":1,"low":1,"open":1,"volume":5,"adjClose":${value},` +
          `"adjHigh":1,"adjLow":1,"adjOpen":1,"adjVolume":5,"divCash":0.0,"splitFactor":1.0}`,
      ),
    renamed: [/"close"/g, '"closing"'],
  },
  {
    ...share,
    name: 'twelve-data',
    host: 'api.twelvedata.com',
    says: ['symbol', 'currency'],
    create: (parts) => twelveData(parts, testKey),
    read: readShare,
    respond: (rows, { symbol, currency }) =>
      `{"meta":{"symbol":"${symbol}","interval":"1day","currency":"${currency}","exchange_timezone":"America/New_York",` +
      `"exchange":"NASDAQ","mic_code":"XNGS","type":"Common Stock"},"values":${list(
        rows.toReversed(),
        ({ date, value }) =>
          `{"datetime":"${date}","open":"1","high":"1","low":"1","close":${inQuotes(value)},"volume":"5"}`,
      )},"status":"ok"}`,
    renamed: [/"close"/g, '"closing"'],
  },
  {
    ...share,
    name: 'eodhd',
    host: 'eodhd.com',
    statuses: { 402: 'quota-used' },
    create: (parts) => eodhd(parts, testKey),
    read: (provider, range) => readHistory(provider, { symbol: 'AAPL.US', currency: 'USD' }, range),
    respond: (rows) =>
      list(
        rows,
        ({ date, value }) =>
          `{"date":"${date}","open":1,"high":1,"low":1,"close":${value},"adjusted_close":${value},"volume":5}`,
      ),
    renamed: [/"close"/g, '"closing"'],
  },
  {
    ...share,
    name: 'massive',
    host: 'api.massive.com',
    says: ['symbol'],
    create: (parts) => massive(parts, testKey),
    read: readShare,
    respond: (rows, { symbol }) =>
      `{"ticker":"${symbol}","queryCount":${rows.length},"resultsCount":${rows.length},"adjusted":false,"results":${list(
        rows,
        ({ date, value }) => `{"v":5,"vw":1,"o":1,"c":${value},"h":1,"l":1,"t":${atMs(date) + 5 * 3_600_000},"n":3}`,
      )},"status":"OK","request_id":"6a7e466379af0a71039d60cc78e72282","count":${rows.length}}`,
    renamed: [/"c":/g, '"closing":'],
  },
  {
    ...share,
    name: 'alpha-vantage',
    host: 'www.alphavantage.co',
    says: ['symbol'],
    keyedByDay: true,
    create: (parts) => alphaVantage(parts, testKey),
    read: readShare,
    respond: (rows, { symbol }) =>
      `{"Meta Data":{"1. Information":"Daily Prices (open, high, low, close) and Volumes","2. Symbol":"${symbol}",` +
      `"3. Last Refreshed":"2026-11-19","4. Output Size":"Compact","5. Time Zone":"US/Eastern"},"Time Series (Daily)":{${rows
        .toReversed()
        .map(
          ({ date, value }) =>
            `"${date}":{"1. open":"1","2. high":"1","3. low":"1","4. close":${inQuotes(value)},"5. volume":"5"}`,
        )
        .join(',')}}}`,
    renamed: [/"4. close"/g, '"4. closing"'],
  },
  {
    ...share,
    name: 'finnhub',
    host: 'finnhub.io',
    create: (parts) => finnhub(parts, testKey),
    read: readShare,
    respond: (rows) =>
      `{"c":${list(rows, ({ value }) => value)},"h":[],"l":[],"o":[],"s":"ok","t":${list(rows, ({ date }) => String(atMs(date) / 1000))},"v":[]}`,
    renamed: [/"c":/g, '"closing":'],
  },
  {
    ...share,
    name: 'yahoo',
    host: 'query1.finance.yahoo.com',
    says: ['symbol', 'currency'],
    create: (parts) => yahoo(parts),
    read: readShare,
    respond: (rows, { symbol, currency }) =>
      `{"chart":{"result":[{"meta":{"currency":"${currency}","symbol":"${symbol}","exchangeName":"NMS","gmtoffset":-18000,` +
      `"timezone":"EST","exchangeTimezoneName":"America/New_York","regularMarketPrice":190,"regularMarketTime":1795122000,` +
      `"chartPreviousClose":189},"timestamp":${list(rows, ({ date }) => String(atMs(date) / 1000 + 52_200))},"indicators":{"quote":[` +
      `{"close":${list(rows, ({ value }) => value)}}],"adjclose":[{"adjclose":${list(rows, ({ value }) => value)}}]}}],"error":null}}`,
    renamed: [/"close"/g, '"closing"'],
  },
  {
    ...coin,
    name: 'binance',
    host: 'data-api.binance.vision',
    stated: { symbol: 'BTCUSDT', currency: 'USD' },
    create: (parts) => binance(parts),
    read: (provider, range) => readHistory(provider, { symbol: 'BTCUSDT', currency: 'USD' }, range),
    respond: (rows) =>
      list(
        rows,
        ({ date, value }) =>
          `[${atMs(date)},"1","1","1",${inQuotes(value)},"5",${atMs(date) + dayMs - 1},"1",3,"1","1","0"]`,
      ),
    renamed: [/^\[/g, '{"klines":['],
  },
  {
    ...coin,
    name: 'coinbase',
    host: 'api.exchange.coinbase.com',
    stated: { symbol: 'BTC-USD', currency: 'USD' },
    create: (parts) => coinbase(parts),
    read: (provider, range) => readHistory(provider, { symbol: 'BTC-USD', currency: 'USD' }, range),
    respond: (rows) => list(rows.toReversed(), ({ date, value }) => `[${atMs(date) / 1000},1,1,1,${value},5]`),
    renamed: [/,1,1,1,/g, ','],
  },
  {
    ...coin,
    name: 'coingecko',
    host: 'api.coingecko.com',
    stated: { symbol: 'bitcoin', currency: 'USD' },
    create: (parts) => coingecko(parts, testKey),
    read: (provider, range) => readHistory(provider, { symbol: 'bitcoin', currency: 'USD' }, range),
    respond: (rows) => {
      // The last point is of the moment of the answer.
      const prices = [...rows.map(({ date, value }) => `[${atMs(date) + dayMs},${value}]`), '[1795212345678,1]'];
      return `{"prices":[${prices.join(',')}],"market_caps":[],"total_volumes":[]}`;
    },
    renamed: ['"prices"', '"price_points"'],
  },
  {
    ...euroRate,
    name: 'ecb',
    host: 'data-api.ecb.europa.eu',
    format: 'csv',
    create: (parts) => ecb(parts),
    read: readRates,
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
  {
    ...euroRate,
    ...json,
    name: 'frankfurter',
    host: 'api.frankfurter.dev',
    create: (parts) => frankfurter(parts),
    read: readRates,
    respond: (rows, { symbol, currency }) =>
      list(rows, ({ date, value }) => `{"date":"${date}","base":"${currency}","quote":"${symbol}","rate":${value}}`),
    renamed: [/"rate"/g, '"value"'],
  },
  {
    ...json,
    name: 'fred',
    host: 'api.stlouisfed.org',
    everyDay: false,
    level: 5.3,
    stated: { symbol: 'DGS3MO', currency: 'USD' },
    says: [],
    otherReasons: true,
    create: (parts) => fred(parts, testKey),
    read: readInterest,
    respond: (rows) =>
      `{"realtime_start":"2026-11-20","realtime_end":"2026-11-20","observation_start":"2026-10-01","observation_end":"2026-11-19",` +
      `"units":"lin","output_type":1,"file_type":"json","order_by":"observation_date","sort_order":"asc","count":${rows.length},` +
      `"offset":0,"limit":100000,"observations":${list(
        rows,
        ({ date, value }) =>
          `{"realtime_start":"2026-11-20","realtime_end":"2026-11-20","date":"${date}","value":${value === 'null' ? '"."' : inQuotes(value)}}`,
      )}}`,
    renamed: [/"value"/g, '"val"'],
  },
];
