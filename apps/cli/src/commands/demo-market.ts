import { createMatrix, type DemoMarket, type PriceTable } from '@riskoptimizer/engine';

/** The prices of the demo market in one currency, that of its benchmark: returns of a mixed table would leave out the currency risk. */
export function inOneCurrency(market: DemoMarket): { prices: PriceTable; currency: string } {
  const { dates, assets, prices } = market.prices;
  const currencyOf = new Map(market.assets.map((asset) => [asset.symbol, asset.currency]));
  const currency = currencyOf.get(market.benchmark) ?? 'USD';
  const converted = createMatrix(prices.rows, prices.columns);
  assets.forEach((asset, column) => {
    const rate = rateBetween(market, currencyOf.get(asset) ?? currency, currency);
    for (let row = 0; row < prices.rows; row += 1) {
      const at = row * prices.columns + column;
      converted.data[at] = roundPrice((prices.data[at] as number) * rate(row));
    }
  });
  return { prices: { dates, assets, prices: converted }, currency };
}

/** Units of `to` for one unit of `from` on the date of a row. */
function rateBetween(market: DemoMarket, from: string, to: string): (row: number) => number {
  if (from === to) return () => 1;
  for (const { base, quote, rates } of market.exchangeRates) {
    if (base === from && quote === to) return (row) => rates[row] as number;
    if (base === to && quote === from) return (row) => 1 / (rates[row] as number);
  }
  throw new Error(`the demo market has no exchange rate between ${from} and ${to}`);
}

/** Eight significant digits: what a price file would have. */
function roundPrice(price: number): number {
  return Number.isNaN(price) ? price : Number(price.toPrecision(8));
}

/** The assets of the demo portfolio and their weights at the last price of each. */
export function weightsOf(market: DemoMarket, prices: PriceTable): [assets: string[], weights: number[]] {
  const values = market.portfolio.map(({ asset, quantity }) => Number(quantity) * lastPrice(prices, asset));
  const total = values.reduce((sum, value) => sum + value, 0);
  return [market.portfolio.map(({ asset }) => asset), values.map((value) => value / total)];
}

function lastPrice(table: PriceTable, asset: string): number {
  const column = table.assets.indexOf(asset);
  const { data, rows, columns } = table.prices;
  for (let row = rows - 1; row >= 0; row -= 1) {
    const price = data[row * columns + column] as number;
    if (!Number.isNaN(price)) return price;
  }
  throw new Error(`the demo market has no price of ${asset}`);
}
