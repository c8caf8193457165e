/** The simulated market as a provider: everything the port offers, without a network, and invented. */
import { type DemoMarket, simulateDemoMarket } from '@riskoptimizer/engine';
import type { Clock } from '../../core/clock.ts';
import { simulatedPrice } from '../../domain/live/simulated-market.ts';
import type { MarketDataProvider } from '../../domain/market-data/provider-port.ts';
import { decimalFromNumber } from '../../domain/valuation/decimal-and-number.ts';
import { nothingOffered } from './nothing-offered.ts';
import { presentFxSeries, presentHistory, presentQuote, provenanceOf } from './present-history.ts';
import { answerOf, failed, notFound } from './provider-failure.ts';

const streamEveryMs = 1000;

export function simulated({ clock }: { readonly clock: Clock }): MarketDataProvider {
  let made: DemoMarket | null = null;
  const market = (): DemoMarket => {
    made ??= simulateDemoMarket();
    return made;
  };
  const columnOf = (symbol: string): number => {
    const column = market().assets.findIndex((asset) => asset.symbol === symbol);
    if (column === -1) throw notFound(`${symbol.slice(0, 40)} is not in the simulated market`);
    return column;
  };
  const closesOf = (column: number) => {
    const { assets, prices } = market();
    return prices.dates.flatMap((date, row) => {
      const close = prices.prices.data[row * assets.length + column]!;
      return Number.isNaN(close) ? [] : [{ date, close: decimalFromNumber(close) }];
    });
  };
  /** What the price of this moment is made of. */
  const quotable = (symbol: string) => {
    const column = columnOf(symbol);
    const asset = market().assets[column]!;
    const close = closesOf(column).at(-1)!.close;
    return { asset, close, priceAt: (atMs: number) => simulatedPrice(market().seed, { ...asset, close }, atMs) };
  };

  return {
    ...nothingOffered('simulated', {
      search: true,
      history: true,
      quote: true,
      fxRates: true,
      stream: true,
      attribution: 'Simulated prices of an invented market',
    }),
    search: async (text) => {
      const wanted = text.trim().toLowerCase();
      const hits = market().assets.filter(({ symbol, name }) => `${symbol} ${name}`.toLowerCase().includes(wanted));
      return {
        ok: true,
        value: hits.map(({ symbol, name, currency }) => ({ symbol, name, exchange: null, currency })),
      };
    },
    history: (request) =>
      answerOf(() => {
        const column = columnOf(request.symbol);
        const { currency } = market().assets[column]!;
        return presentHistory({
          provider: 'simulated',
          request,
          rows: closesOf(column),
          quoted: { currency, code: currency },
          closes: 'raw',
          doubtSplitRatios: false,
          now: clock.now(),
        });
      }),
    quote: (symbol) =>
      answerOf(() => {
        const now = clock.now();
        const { asset, close, priceAt } = quotable(symbol);
        return presentQuote({
          provider: 'simulated',
          symbol,
          price: priceAt(now.getTime()),
          previousClose: close,
          atMs: now.getTime(),
          quoted: { currency: asset.currency, code: asset.currency },
          now,
        });
      }),
    fxRates: (request) =>
      answerOf(() => {
        const { exchangeRates, prices } = market();
        const { base, quotes } = request;
        const now = clock.now();
        const series = quotes.map((quote) => {
          const pair = exchangeRates.find((one) => one.base === base && one.quote === quote);
          if (pair === undefined) throw notFound(`the simulated market has no rate ${base}/${quote}`.slice(0, 80));
          const rows = prices.dates.map((date, index) => ({ date, value: pair.rates[index] }));
          return presentFxSeries(quote, rows, request, now);
        });
        return { base, series, provenance: provenanceOf('simulated', `${base}/${quotes.join('+')}`, base, 'raw', now) };
      }),
    stream: (symbols, listener) => {
      const known = new Set(market().assets.map(({ symbol }) => symbol));
      const missing = symbols.find((symbol) => !known.has(symbol));
      if (missing !== undefined) {
        return failed({ kind: 'not-found', message: `${missing.slice(0, 40)} is not in the simulated market` });
      }
      const quoted = symbols.map((symbol) => ({ symbol, ...quotable(symbol) }));
      listener.state('open', 'the simulated market is open');
      const timer = setInterval(() => {
        const present = clock.now();
        for (const { symbol, asset, priceAt } of quoted) {
          const price = priceAt(present.getTime());
          listener.quote({ symbol, price, currency: asset.currency, at: present.toISOString() });
        }
      }, streamEveryMs);
      timer.unref();
      const close = (): void => {
        clearInterval(timer);
        listener.state('closed', 'closed by us');
      };
      return { ok: true, value: { close } };
    },
  };
}
