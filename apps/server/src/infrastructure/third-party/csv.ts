/** Prices from files that were imported, as a provider: what was stored, with the same checks and gaps as everything else. */
import type { Clock } from '../../core/clock.ts';
import type { MarketDataProvider, SearchHit } from '../../domain/market-data/provider-port.ts';
import { nothingOffered } from './nothing-offered.ts';
import { presentHistory, presentQuote } from './present-history.ts';
import { answerOf, notFound } from './provider-failure.ts';

/** What was imported; the repositories of assets and prices answer it for one owner. */
export interface ImportedPrices {
  find(text: string): Promise<readonly SearchHit[]>;
  /** Null for a symbol that was never imported. */
  closes(
    symbol: string,
    from: string,
    to: string,
  ): Promise<{
    readonly currency: string;
    readonly dates: readonly string[];
    readonly closes: readonly string[];
  } | null>;
}

/** Imported prices are the user's own: a large move is a warning of the import, and no reason to hide what was stored. */
const anyJump = Number.POSITIVE_INFINITY;
const beginning = '1800-01-01';

export function csv({ clock }: { readonly clock: Clock }, imported: ImportedPrices): MarketDataProvider {
  const unknown = (symbol: string) => notFound(`no prices of ${symbol.slice(0, 40)} were imported from a file`);
  return {
    ...nothingOffered('csv', { search: true, history: true, quote: true }),
    search: async (text) => ({ ok: true, value: await imported.find(text) }),
    history: (request) =>
      answerOf(async () => {
        const found = await imported.closes(request.symbol, request.from, request.to);
        if (found === null) throw unknown(request.symbol);
        const { currency, dates, closes } = found;
        const { lastKnown: _, ...withoutJoin } = request;
        return presentHistory({
          provider: 'csv',
          request: withoutJoin,
          rows: dates.map((date, index) => ({ date, close: closes[index] })),
          quoted: { currency, code: currency },
          closes: 'raw',
          jumpMax: anyJump,
          doubtSplitRatios: false,
          now: clock.now(),
        });
      }),
    quote: (symbol) =>
      answerOf(async () => {
        const now = clock.now();
        const found = await imported.closes(symbol, beginning, now.toISOString().slice(0, 10));
        const price = found?.closes.at(-1);
        if (found == null || price === undefined) throw unknown(symbol);
        const atMs = Date.parse(`${found.dates.at(-1)!}T00:00:00Z`);
        const quoted = { currency: found.currency, code: found.currency };
        return presentQuote({ provider: 'csv', symbol, price, previousClose: found.closes.at(-2), atMs, quoted, now });
      }),
  };
}
