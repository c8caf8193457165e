/** The columns of a price table: what is stored asset by asset. */
import type { PriceTable } from '@riskoptimizer/engine';
import type { Closes } from '../assets/ports.ts';
import { dayFromIso, isoFromDay } from '../market-data/calendar.ts';
import type { PriceColumn } from '../market-data/price-columns.ts';
import { decimalFromNumber } from '../valuation/decimal-and-number.ts';

/** The prices of each asset, without the missing ones, in the order of the assets. */
export function tableColumns({ dates, assets, prices }: PriceTable): PriceColumn[] {
  const daysOfRows = Int32Array.from(dates, dayFromIso);
  const days = new Int32Array(prices.rows);
  const closes = new Float64Array(prices.rows);
  return assets.map((_, asset) => {
    let count = 0;
    for (let row = 0; row < prices.rows; row += 1) {
      const close = prices.data[row * prices.columns + asset]!;
      if (Number.isNaN(close)) continue;
      days[count] = daysOfRows[row]!;
      closes[count] = close;
      count += 1;
    }
    return { days: days.slice(0, count), closes: closes.slice(0, count) };
  });
}

/** A column as it is stored: calendar dates and decimals. */
export function columnCloses({ days, closes }: PriceColumn): Closes {
  return { dates: Array.from(days, isoFromDay), closes: Array.from(closes, decimalFromNumber) };
}
