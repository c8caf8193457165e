/** The currency of an exchange, for providers whose prices come without one. */
import { unsupported } from './provider-failure.ts';
import { type QuotedCurrency, readCurrency } from './read-values.ts';

/** Suffixes of EODHD and Alpha Vantage. On these exchanges nearly everything is quoted in one currency. */
const codeOfSuffix: ReadonlyMap<string, string> = new Map(
  Object.entries({
    USD: 'US',
    EUR: 'XETRA F BE MU DU STU HA HM PA AS BR MI MC LS VI HE IR AT DEX FRK PAR AMS MIL',
    CHF: 'SW VX SWI',
    CAD: 'TO V NEO CN TRT TRV',
    AUD: 'AU',
    SEK: 'ST',
    DKK: 'CO',
    NOK: 'OL',
    PLN: 'WAR',
    HKD: 'HK',
    INR: 'NSE BSE',
    KRW: 'KO KQ',
    BRL: 'SA',
    ZAC: 'JSE',
  }).flatMap(([code, suffixes]) => suffixes.split(' ').map((suffix) => [suffix, code])),
);
/** London quotes shares in pence, and funds in dollars and euros under symbols that look the same. */
const londonSuffixes = new Set(['LSE', 'LON']);

/**
 * The currency of a symbol such as AAPL.US; a symbol without a suffix is of the United States.
 *
 * @throws ProviderFailureError `unsupported` when it cannot be told: a guess would make prices a hundred times too large.
 */
export function currencyOfSymbol(symbol: string, expected: string | undefined): QuotedCurrency {
  const suffix = /\.([A-Z]{1,6})$/.exec(symbol)?.[1];
  const ofAmerica = suffix === undefined || /^[A-C]$/.test(suffix);
  if (suffix !== undefined && londonSuffixes.has(suffix) && expected !== undefined) {
    const code = expected === 'GBP' ? 'GBX' : expected;
    return readCurrency(code) ?? { currency: expected, code };
  }
  const code = ofAmerica ? 'USD' : codeOfSuffix.get(suffix);
  const quoted = code === undefined ? null : readCurrency(code);
  if (quoted !== null) return quoted;
  throw unsupported(`the prices of ${symbol.slice(0, 40)} come without a currency: say in which the asset is quoted`);
}
