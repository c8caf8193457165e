/** The same as the document, as tables for people and their spreadsheets. Names of the document tell rows apart. */
import type { PlainTable, WrittenTransaction } from '@riskoptimizer/transaction-files';
import type { NamedEverything } from './everything-document.ts';

export function tablesOf({ assets, portfolios, stored }: NamedEverything): PlainTable[] {
  const symbolOf = new Map(assets.map(({ written }) => [written.assetId, written.symbol]));
  return [
    {
      name: 'Assets',
      columns: 'assetId source symbol name assetClass sector country currency isin figi labels'.split(' '),
      numbers: new Set(),
      rows: assets.map(({ written: one }) => [
        one.assetId,
        one.source,
        one.symbol,
        one.name,
        one.assetClass,
        one.sector,
        one.country,
        one.currency,
        one.isin,
        one.figi,
        Object.keys(one.labels).length === 0 ? '' : JSON.stringify(one.labels),
      ]),
    },
    {
      name: 'Portfolios',
      columns: 'portfolioId name baseCurrency allocationKind archivedAt deletedAt benchmark'.split(' '),
      numbers: new Set(),
      rows: portfolios.map((one) => [
        one.portfolioId,
        one.name,
        one.baseCurrency,
        one.allocationKind,
        one.archivedAt,
        one.deletedAt,
        one.benchmark === null ? '' : JSON.stringify(one.benchmark),
      ]),
    },
    {
      name: 'Holdings',
      columns: 'portfolioId portfolio assetId symbol weight quantity'.split(' '),
      numbers: new Set(['weight', 'quantity']),
      rows: portfolios.flatMap(({ portfolioId, name, allocations }) =>
        allocations.map(({ assetId, weight, quantity }) => [
          portfolioId,
          name,
          assetId,
          symbolOf.get(assetId) ?? '',
          numberText(weight),
          quantity,
        ]),
      ),
    },
    {
      name: 'Targets',
      columns: 'portfolioId portfolio by assetId group weight bandAbsolute bandRelative'.split(' '),
      numbers: new Set(['weight', 'bandAbsolute', 'bandRelative']),
      rows: portfolios.flatMap(({ portfolioId, name, targets }) =>
        (targets?.items ?? []).map((item) => [
          portfolioId,
          name,
          targets!.kind === 'assets' ? 'asset' : targets!.by,
          'assetId' in item ? item.assetId : '',
          'group' in item ? item.group : '',
          numberText(item.weight),
          numberText(item.bandAbsolute),
          numberText(item.bandRelative),
        ]),
      ),
    },
    {
      name: 'ExchangeRates',
      columns: 'source base quote date rate'.split(' '),
      numbers: new Set(['rate']),
      rows: rateRows(stored.rates),
    },
  ];
}

function* rateRows(rates: NamedEverything['stored']['rates']): Generator<(string | null)[]> {
  for (const pair of rates)
    for (const [place, date] of pair.dates.entries())
      yield [pair.source, pair.base, pair.quote, date, pair.rates[place]!];
}

/** Doubles as JSON writes them, without an exponent: that of 1e-7 is no number to every spreadsheet. */
function numberText(value: number | null): string {
  if (value === null) return '';
  const text = String(value);
  return text.includes('e') ? value.toFixed(20) : text;
}

export function transactionsOf({
  portfolios,
}: NamedEverything): { name: string; transactions: WrittenTransaction[] }[] {
  return portfolios
    .filter(({ allocationKind }) => allocationKind === 'ledger')
    .map(({ name, transactions }) => ({
      name,
      transactions: transactions.map(({ reference, content }) => ({ id: reference, content })),
    }));
}
