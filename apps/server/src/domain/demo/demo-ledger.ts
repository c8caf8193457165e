/** The transactions of the demo's second portfolio, over the simulated market: a savings plan of nearly eight years. */
import type { TransactionInput } from '@riskoptimizer/contracts';
import { transactionInput } from '@riskoptimizer/contracts';
import type { DemoMarket } from '@riskoptimizer/engine';
import { decimalFromNumber, Money } from '../valuation/decimal-and-number.ts';

const account = 'Broker';
const fee = '4.95';
/** Rows of the market, which has one for each weekday. */
const rows = {
  start: 505,
  secondDeposit: 765,
  split: 1290,
  sale: 1510,
  withdrawal: 1805,
  thirdDeposit: 2210,
} as const;
/** Weekdays between two dividends. */
const quarter = 65;

/**
 * Deposits, purchases in two currencies, dividends, a split, a sale, a withdrawal: the same for the same market.
 *
 * Simulated prices are those of today's units, so one bought before the split cost twice as much.
 */
export function demoLedger(market: DemoMarket, idOf: (symbol: string) => string): TransactionInput[] {
  const { dates, assets, prices } = market.prices;
  const dateOf = (row: number) => dates[row]!;
  const priceOf = (symbol: string, row: number) =>
    decimalFromNumber(prices.data[row * prices.columns + assets.indexOf(symbol)]!);
  const currencyOf = (symbol: string) => market.assets.find((asset) => asset.symbol === symbol)!.currency;
  const cash = (kind: 'deposit' | 'withdrawal', row: number, amount: string) => ({
    kind,
    account,
    date: dateOf(row),
    amount,
    currency: 'USD',
  });
  const trade = (kind: 'buy' | 'sell', symbol: string, row: number, quantity: string, unitsOfToday = '1') => ({
    kind,
    account,
    date: dateOf(row),
    assetId: idOf(symbol),
    quantity,
    price: new Money(priceOf(symbol, row)).mul(unitsOfToday).toFixed(),
    currency: currencyOf(symbol),
    fee,
  });
  const dividends = Array.from({ length: Math.floor((dates.length - rows.start - 1) / quarter) }, (_, index) => {
    const amount = new Money('86.40').plus(index * 3);
    return {
      kind: 'dividend' as const,
      account,
      date: dateOf(rows.start + (index + 1) * quarter),
      assetId: idOf('WORLDX'),
      amount: amount.toFixed(2),
      tax: amount.mul('0.15').toFixed(2),
      currency: 'USD',
    };
  });
  const euros = market.exchangeRates.find(({ base }) => base === 'EUR')!.rates[rows.secondDeposit]!;
  const planned = [
    cash('deposit', rows.start, '60000'),
    trade('buy', 'WORLDX', rows.start, '240'),
    trade('buy', 'NORTHW', rows.start + 1, '120', '2'),
    trade('buy', 'GOVLNG', rows.start + 1, '110'),
    cash('deposit', rows.secondDeposit, '20000'),
    {
      kind: 'conversion' as const,
      account,
      date: dateOf(rows.secondDeposit),
      amount: '15000',
      currency: 'USD',
      intoAmount: new Money(15_000).div(decimalFromNumber(euros)).toFixed(2),
      intoCurrency: 'EUR',
      fee: '3',
    },
    trade('buy', 'RHINEL', rows.secondDeposit + 1, '140'),
    { kind: 'split' as const, account, date: dateOf(rows.split), assetId: idOf('NORTHW'), ratio: '2' },
    trade('sell', 'NORTHW', rows.sale, '90'),
    cash('withdrawal', rows.withdrawal, '5000'),
    cash('deposit', rows.thirdDeposit, '10000'),
    trade('buy', 'GOLDLF', rows.thirdDeposit + 1, '40'),
  ];
  return [...planned, ...dividends].map((content) => transactionInput.parse(content));
}
