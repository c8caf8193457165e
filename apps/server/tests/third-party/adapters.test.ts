/** What adapters read besides histories: quotes, hits, actions, refusals in the words of their provider. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MarketDataProvider } from '../../src/domain/market-data/provider-port.ts';
import { csv } from '../../src/infrastructure/third-party/csv.ts';
import { createEgress, type Egress } from '../../src/infrastructure/third-party/egress/egress.ts';
import { createProvider, offeredProviderNames } from '../../src/infrastructure/third-party/providers.ts';
import { createFixedClock } from './fixed-clock.ts';
import { type ProviderServer, startProviderServer } from './provider-server.ts';

const hosts = [
  'api.tiingo.com',
  'api.twelvedata.com',
  'eodhd.com',
  'api.massive.com',
  'www.alphavantage.co',
  'finnhub.io',
  'query1.finance.yahoo.com',
  'data-api.binance.vision',
  'api.exchange.coinbase.com',
  'api.coingecko.com',
  'data-api.ecb.europa.eu',
  'api.frankfurter.dev',
  'api.stlouisfed.org',
];
const noon = '2026-11-20T22:00:00.000Z';
const key = 'a-key-that-nobody-may-see';
const at = (iso: string): number => Date.parse(iso) / 1000;
const imported = {
  find: async () => [{ symbol: 'OWN', name: 'Own', exchange: null, currency: 'EUR' }],
  closes: async (symbol: string) =>
    symbol === 'OWN' ? { currency: 'EUR', dates: ['2026-11-18', '2026-11-19'], closes: ['10', '45'] } : null,
};
let server: ProviderServer;
let egress: Egress;

beforeAll(async () => {
  server = await startProviderServer(hosts);
  egress = createEgress({ allowedLoopback: server.allowedLoopback });
});
afterAll(async () => {
  egress.close();
  await server.close();
});

/** A fresh set for each test: budgets are small. */
function provider(name: MarketDataProvider['name']): MarketDataProvider {
  const parts = { egress, clock: createFixedClock(noon) };
  const offered = offeredProviderNames.find((one) => one === name);
  return offered === undefined ? csv(parts, imported) : createProvider(parts, offered, key);
}

/** Answers by the path, and remembers what was asked. */
function answer(byPath: Record<string, unknown>, status = 200): void {
  server.answerWith((request, response) => {
    const path = request.url!.split('?')[0]!;
    const body = byPath[path] ?? byPath['*'];
    response.writeHead(body === undefined ? 599 : status).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
}

const quotes: readonly [MarketDataProvider['name'], string, Record<string, unknown>, object][] = [
  [
    'tiingo',
    'AAPL',
    { '/tiingo/daily/AAPL/prices': [{ date: '2026-11-19T00:00:00.000Z', close: 187.5, adjClose: 187.5 }] },
    { price: '187.5', at: '2026-11-19T21:00:00.000Z' },
  ],
  [
    'twelve-data',
    'AAPL',
    {
      '/quote': {
        symbol: 'AAPL',
        currency: 'USD',
        close: '187.50000',
        previous_close: '186.1',
        timestamp: at('2026-11-20T20:00:00Z'),
      },
    },
    { price: '187.50000', previousClose: '186.1', at: '2026-11-20T20:00:00.000Z' },
  ],
  [
    'eodhd',
    'AAPL.US',
    {
      '/api/real-time/AAPL.US': {
        code: 'AAPL.US',
        timestamp: at('2026-11-20T20:00:00Z'),
        close: 187.5,
        previousClose: 186.1,
      },
    },
    { price: '187.5', previousClose: '186.1' },
  ],
  [
    'massive',
    'AAPL',
    {
      '/v2/aggs/ticker/AAPL/prev': {
        ticker: 'AAPL',
        results: [{ T: 'AAPL', c: 187.5, t: at('2026-11-19T21:00:00Z') * 1000 }],
      },
    },
    { price: '187.5' },
  ],
  [
    'alpha-vantage',
    'IBM',
    {
      '/query': {
        'Global Quote': {
          '01. symbol': 'IBM',
          '05. price': '187.5000',
          '07. latest trading day': '2026-11-19',
          '08. previous close': '186.1000',
        },
      },
    },
    { price: '187.5000', previousClose: '186.1000', at: '2026-11-19T21:00:00.000Z' },
  ],
  [
    'finnhub',
    'AAPL',
    { '/api/v1/quote': { c: 187.5, pc: 186.1, t: at('2026-11-20T20:00:00Z') } },
    { price: '187.5', previousClose: '186.1' },
  ],
  [
    'coingecko',
    'bitcoin',
    { '/api/v3/simple/price': { bitcoin: { usd: 64_000.5, last_updated_at: at('2026-11-20T21:59:00Z') } } },
    { price: '64000.5', at: '2026-11-20T21:59:00.000Z' },
  ],
  [
    'binance',
    'BTCEUR',
    {
      '/api/v3/ticker/24hr': {
        symbol: 'BTCEUR',
        lastPrice: '59000.10',
        prevClosePrice: '58000',
        closeTime: at('2026-11-20T21:59:00Z') * 1000,
      },
    },
    { price: '59000.10', provenance: { currency: 'EUR', provider: 'binance' } },
  ],
  [
    'coinbase',
    'BTC-USD',
    { '/products/BTC-USD/ticker': { price: '64000.5', time: '2026-11-20T21:59:00.123456Z' } },
    { price: '64000.5', at: '2026-11-20T21:59:00.123Z' },
  ],
];

describe('quotes', () => {
  test.each(quotes)('%s', async (name, symbol, body, expected) => {
    answer(body);
    expect(await provider(name).quote(symbol)).toMatchObject({ ok: true, value: expected });
  });

  test('pence become pounds', async () => {
    const meta = {
      symbol: 'VOD.L',
      currency: 'GBp',
      gmtoffset: 0,
      regularMarketPrice: 72.5,
      regularMarketTime: at('2026-11-20T16:30:00Z'),
      chartPreviousClose: 71,
    };
    answer({ '*': { chart: { result: [{ meta, indicators: { quote: [{}] } }], error: null } } });
    expect(await provider('yahoo').quote('VOD.L')).toMatchObject({
      ok: true,
      value: { price: '0.725', previousClose: '0.71', provenance: { currency: 'GBP' } },
    });
    answer({ '/api/eod/VOD.LSE': [{ date: '2026-11-19', close: 72.5, adjusted_close: 70 }] });
    const request = { symbol: 'VOD.LSE', from: '2026-11-19', to: '2026-11-19', currency: 'GBP' };
    expect(await provider('eodhd').history(request)).toMatchObject({
      ok: true,
      value: { points: [{ close: '0.725', adjustedClose: '0.7' }], provenance: { currency: 'GBP', closes: 'raw' } },
    });
  });

  test.each([
    ['finnhub', 'ZZZZ', { c: 0, d: null, pc: 0, t: 0 }, 'not-found'],
    ['finnhub', 'AAPL', { c: 0, pc: 1, t: at('2026-11-20T20:00:00Z') }, 'answer-invalid'],
    ['finnhub', 'AAPL', { c: -3, pc: 1, t: at('2026-11-20T20:00:00Z') }, 'answer-invalid'],
    ['finnhub', 'AAPL', { c: 187, pc: 1, t: at('2026-11-21T20:00:00Z') }, 'answer-invalid'],
    ['alpha-vantage', 'ZZZZ', { 'Global Quote': {} }, 'not-found'],
    ['eodhd', 'AAPL.US', { code: 'AAPL.US', timestamp: 'NA', close: 'NA' }, 'not-found'],
    ['eodhd', 'AAPL.US', { code: 'MSFT.US', timestamp: 1, close: 1 }, 'answer-invalid'],
    ['coingecko', 'nocoin', {}, 'not-found'],
    ['tiingo', 'AAPL', [], 'answer-invalid'],
  ] as const)('%s %s: a quote that is none', async (name, symbol, body, kind) => {
    answer({ '*': body });
    expect(await provider(name).quote(symbol)).toMatchObject({ ok: false, failure: { kind } });
  });
});

describe('refusals in the words of the provider', () => {
  const history = { symbol: 'AAPL', from: '2026-11-01', to: '2026-11-19', currency: 'USD' };
  test.each([
    [
      'twelve-data',
      200,
      { code: 429, message: 'You have run out of API credits for the current minute.', status: 'error' },
      'rate-limited',
      '2026-11-20T22:01:00.000Z',
    ],
    [
      'twelve-data',
      200,
      { code: 429, message: 'You have run out of API credits for the day.', status: 'error' },
      'quota-used',
      '2026-11-21T00:00:00.000Z',
    ],
    [
      'twelve-data',
      200,
      { code: 404, message: 'This symbol is available starting with Grow or Venture plan.', status: 'error' },
      'plan-excludes',
    ],
    ['twelve-data', 200, { code: 404, message: '**symbol** not found: AAPL', status: 'error' }, 'not-found'],
    ['twelve-data', 401, { code: 401, message: `**apikey** ${key} is incorrect`, status: 'error' }, 'unauthorised'],
    [
      'alpha-vantage',
      200,
      {
        Information: `We have detected your API key as ${key} and our standard API rate limit is 25 requests per day.`,
      },
      'quota-used',
      '2026-11-21T00:00:00.000Z',
    ],
    ['alpha-vantage', 200, { Note: 'Our standard API call frequency is 5 calls per minute' }, 'rate-limited'],
    ['alpha-vantage', 200, { Information: 'outputsize=full is a premium feature' }, 'plan-excludes'],
    ['alpha-vantage', 200, { 'Error Message': 'Invalid API call.' }, 'not-found'],
    ['alpha-vantage', 200, { 'Error Message': 'the parameter apikey is invalid or missing.' }, 'unauthorised'],
    ['eodhd', 402, 'You exceeded your daily API requests limit.', 'quota-used', '2026-11-21T00:00:00.000Z'],
    [
      'massive',
      403,
      { status: 'NOT_AUTHORIZED', message: 'Your plan does not include this data timeframe.' },
      'plan-excludes',
    ],
    ['massive', 401, { status: 'ERROR', error: 'Unknown API Key' }, 'unauthorised'],
    ['finnhub', 401, { error: "You don't have access to this resource." }, 'plan-excludes'],
    ['finnhub', 401, { error: 'Invalid API key' }, 'unauthorised'],
    [
      'coingecko',
      401,
      { error: { status: { error_code: 10012, error_message: 'Your request exceeds the allowed time range.' } } },
      'plan-excludes',
    ],
    [
      'coingecko',
      429,
      { status: { error_code: 429, error_message: "You've exceeded the Rate Limit." } },
      'rate-limited',
    ],
    ['binance', 400, { code: -1121, msg: 'Invalid symbol.' }, 'not-found'],
    [
      'yahoo',
      404,
      { chart: { result: null, error: { code: 'Not Found', description: 'No data found' } } },
      'not-found',
    ],
    ['yahoo', 200, { chart: { result: null, error: null } }, 'not-found'],
  ] as const)('%s %i %j', async (name, status, body, kind, until?: string) => {
    answer({ '*': body }, status);
    const symbol = { eodhd: 'AAPL.US', binance: 'BTCUSDT', coingecko: 'bitcoin' }[name as string] ?? 'AAPL';
    const read = await provider(name).history({ ...history, symbol });
    expect(read).toMatchObject({ ok: false, failure: until === undefined ? { kind } : { kind, until } });
    expect(JSON.stringify(read)).not.toContain(key);
  });

  test('a series that cannot be believed says nothing of the others', async () => {
    answer({ '*': [{ date: '2026-11-19', close: -1, adjusted_close: -1 }] });
    const eodhd = provider('eodhd');
    for (let time = 0; time < 8; time += 1) {
      expect(await eodhd.history({ ...history, symbol: 'AAPL.US' })).toMatchObject({
        failure: { kind: 'answer-invalid' },
      });
    }
    expect(server.requests).toHaveLength(8);
  });

  test('a key of FRED that is wrong, and a series that is not asked for', async () => {
    answer(
      { '*': { error_code: 400, error_message: `Bad Request. The value for variable api_key is not registered.` } },
      400,
    );
    const request = { series: 'DGS3MO', from: '2026-11-01', to: '2026-11-19' };
    expect(await provider('fred').riskFreeRates(request)).toMatchObject({ failure: { kind: 'unauthorised' } });
    expect(await provider('fred').riskFreeRates({ ...request, series: 'SP500' })).toMatchObject({
      failure: { kind: 'unsupported' },
    });
  });

  test.each(['..', '.', 'A B', 'A?x=1', 'A#', '../../secret', 'A\\B', 'Ä', '', 'A'.repeat(41), 'A%2e%2e'])(
    'the symbol "%s" makes no request',
    async (symbol) => {
      answer({ '*': [] });
      for (const name of ['tiingo', 'eodhd', 'massive', 'yahoo', 'coingecko', 'coinbase', 'finnhub'] as const) {
        expect(await provider(name).history({ ...history, symbol }), name).toMatchObject({ ok: false });
      }
      expect(server.requests).toHaveLength(0);
    },
  );
});

describe('actions, hits and rates', () => {
  const range = { symbol: 'AAPL', from: '2020-08-01', to: '2020-09-30' };
  const actions = {
    splits: [{ date: '2020-08-31', ratio: '4' }],
    dividends: [{ date: '2020-08-07', amount: '0.82', currency: 'USD' }],
  };
  test.each([
    [
      'tiingo',
      {
        '/tiingo/daily/AAPL/prices': [
          { date: '2020-08-07T00:00:00.000Z', close: 444, adjClose: 108, divCash: 0.82, splitFactor: 1 },
          { date: '2020-08-31T00:00:00.000Z', close: 129, adjClose: 126, divCash: 0, splitFactor: 4 },
        ],
      },
    ],
    [
      'eodhd',
      {
        '/api/splits/AAPL': [{ date: '2020-08-31', split: '4.000000/1.000000' }],
        '/api/div/AAPL': [{ date: '2020-08-07', value: 0.82, currency: 'USD' }],
      },
    ],
    [
      'massive',
      {
        '/v3/reference/splits': {
          results: [{ execution_date: '2020-08-31', split_from: 1, split_to: 4, ticker: 'AAPL' }],
        },
        '/v3/reference/dividends': {
          results: [{ ex_dividend_date: '2020-08-07', cash_amount: 0.82, currency: 'USD' }],
        },
      },
    ],
    [
      'yahoo',
      {
        '/v8/finance/chart/AAPL': {
          chart: {
            result: [
              {
                meta: { symbol: 'AAPL', currency: 'USD', gmtoffset: -14_400, regularMarketTime: 1 },
                indicators: { quote: [{}] },
                events: {
                  dividends: { 1: { date: at('2020-08-07T13:30:00Z'), amount: 0.82 } },
                  splits: { 2: { date: at('2020-08-31T13:30:00Z'), numerator: 4, denominator: 1, splitRatio: '4:1' } },
                },
              },
            ],
          },
        },
      },
    ],
  ] as const)('corporate actions of %s', async (name, body) => {
    answer(body);
    expect(await provider(name).corporateActions(range)).toEqual({ ok: true, value: actions });
  });

  test('raw closes with their split, and closes that were divided by it', async () => {
    const days = ['2020-08-27', '2020-08-28', '2020-08-31', '2020-09-01'];
    const rows = [500, 499, 129, 134].map((close, index) => ({
      date: `${days[index]}T00:00:00.000Z`,
      close,
      adjClose: index < 2 ? close / 4 : close,
      splitFactor: index === 2 ? 4 : 1,
    }));
    answer({ '*': rows });
    const right = await provider('tiingo').history(range);
    expect(right).toMatchObject({ ok: true, value: { quarantined: [], actions: { splits: actions.splits } } });
    answer({ '*': rows.map((row) => ({ ...row, adjClose: row.close })) });
    const wrong = await provider('tiingo').history(range);
    expect(wrong.ok && wrong.value.quarantined.map(({ reason }) => reason)).toEqual([
      'split-mismatch',
      'split-mismatch',
    ]);
  });

  test.each([
    ['tiingo', { '*': [{ ticker: 'AAPL', name: 'Apple Inc' }] }, { symbol: 'AAPL', currency: 'USD' }],
    [
      'twelve-data',
      { '*': { data: [{ symbol: 'VOD', instrument_name: 'Vodafone', exchange: 'LSE', currency: 'GBp' }] } },
      { currency: 'GBP' },
    ],
    [
      'eodhd',
      { '*': [{ Code: 'VOD', Exchange: 'LSE', Name: 'Vodafone', Currency: 'GBX' }] },
      { symbol: 'VOD.LSE', currency: 'GBP' },
    ],
    [
      'massive',
      { '*': { results: [{ ticker: 'AAPL', name: 'Apple Inc.', primary_exchange: 'XNAS' }] } },
      { exchange: 'XNAS' },
    ],
    [
      'alpha-vantage',
      {
        '*': {
          bestMatches: [
            { '1. symbol': 'TSCO.LON', '2. name': 'Tesco', '4. region': 'United Kingdom', '8. currency': 'GBX' },
          ],
        },
      },
      { currency: 'GBP' },
    ],
    ['finnhub', { '*': { result: [{ symbol: 'AAPL', description: 'APPLE INC' }] } }, { name: 'APPLE INC' }],
    ['coingecko', { '*': { coins: [{ id: 'bitcoin', name: 'Bitcoin', symbol: 'BTC' }] } }, { symbol: 'bitcoin' }],
    [
      'coinbase',
      { '*': [{ id: 'BTC-EUR', base_currency: 'BTC', quote_currency: 'EUR' }] },
      { symbol: 'BTC-EUR', currency: 'EUR' },
    ],
    ['yahoo', { '*': { quotes: [{ symbol: 'AAPL', shortname: 'Apple Inc.', exchange: 'NMS' }] } }, { symbol: 'AAPL' }],
  ] as const)('hits of %s', async (name, body, hit) => {
    answer(body);
    expect(await provider(name).search('btc')).toMatchObject({ ok: true, value: [hit] });
  });

  test('the short-term rate of the euro, below zero too', async () => {
    const rows = [
      'KEY,FREQ,TIME_PERIOD,OBS_VALUE',
      'EST.B.EU000A2X2A25.WT,B,2022-07-26,-0.084',
      'EST.B.EU000A2X2A25.WT,B,2022-07-27,0',
    ];
    answer({ '/service/data/EST/B.EU000A2X2A25.WT': `${rows.join('\n')}\n` });
    const read = await provider('ecb').riskFreeRates({ series: 'ESTR', from: '2022-07-26', to: '2022-07-27' });
    expect(read).toMatchObject({ ok: true, value: { points: [{ rate: '-0.00084' }, { rate: '0' }], quarantined: [] } });
  });

  test('a rate that is carried over a weekend is left out', async () => {
    const days = ['2026-11-13', '2026-11-14', '2026-11-15', '2026-11-16'];
    answer({ '/v2/rates': days.map((date) => ({ date, base: 'EUR', quote: 'USD', rate: 1.08 })) });
    const range = { from: '2026-11-13', to: '2026-11-16' };
    const read = await provider('frankfurter').fxRates({ base: 'EUR', quotes: ['USD'], ...range });
    expect(read.ok && read.value.series[0]!.points.map(({ date }) => date)).toEqual(['2026-11-13', '2026-11-16']);
  });

  test('keys travel in headers or in the address, and nowhere else', async () => {
    answer({ '*': [] });
    await provider('tiingo').search('x');
    expect(server.requests[0]!.headers.authorization).toBe(`Token ${key}`);
    expect(server.requests[0]!.url).not.toContain(key);
  });
});

describe('without a network', () => {
  test('imported prices are as they were stored, whatever they do', async () => {
    const request = { symbol: 'OWN', from: '2026-11-18', to: '2026-11-19' };
    expect(await provider('csv').history(request)).toMatchObject({
      ok: true,
      value: {
        points: [{ close: '10' }, { close: '45' }],
        quarantined: [],
        provenance: { provider: 'csv', currency: 'EUR' },
      },
    });
    expect(await provider('csv').history({ ...request, currency: 'USD' })).toMatchObject({
      failure: { kind: 'answer-invalid' },
    });
    expect(await provider('csv').quote('OWN')).toMatchObject({ ok: true, value: { price: '45', previousClose: '10' } });
    expect(await provider('csv').quote('NONE')).toMatchObject({ failure: { kind: 'not-found' } });
    expect(await provider('csv').search('own')).toMatchObject({ ok: true, value: [{ symbol: 'OWN' }] });
  });

  test('the simulated market answers for its own symbols', async () => {
    const simulated = provider('simulated');
    const [hit] = await simulated.search('').then((found) => (found.ok ? found.value : []));
    const range = { from: '2026-09-01', to: '2026-10-30' };
    const history = await simulated.history({ symbol: hit!.symbol, ...range });
    expect(history).toMatchObject({ ok: true, value: { quarantined: [], gaps: [] } });
    const quote = await simulated.quote(hit!.symbol);
    expect(quote).toMatchObject({ ok: true, value: { at: noon } });
    if (history.ok && quote.ok) expect(quote.value.previousClose).toBe(history.value.points.at(-1)!.close);
    expect(await simulated.quote('AAPL')).toMatchObject({ failure: { kind: 'not-found' } });
    const rates = await simulated.fxRates({ base: 'EUR', quotes: ['USD'], ...range });
    expect(rates.ok && rates.value.series[0]!.points.length).toBeGreaterThan(30);
    expect(await simulated.fxRates({ base: 'EUR', quotes: ['QQQ'], ...range })).toMatchObject({
      failure: { kind: 'not-found' },
    });
  });
});
