/** The columns of a price table: what is stored asset by asset. */
import type { PriceTable } from '@riskoptimizer/engine';
import type { Closes } from '../assets/ports.ts';
import { dayFromIso, isoFromDay } from '../market-data/calendar.ts';
import type { PriceColumn } from '../market-data/price-columns.ts';
import { decimalFromNumber } from '../valuation/decimal-and-number.ts';

/** The prices of one asset, without the missing ones. */
export function tableColumn({ dates, prices }: PriceTable, asset: number): PriceColumn {
  const days: number[] = [];
  const closes: number[] = [];
  for (let row = 0; row < prices.rows; row += 1) {
    const close = prices.data[row * prices.columns + asset]!;
    if (Number.isNaN(close)) continue;
    days.push(dayFromIso(dates[row]!));
    closes.push(close);
  }
  return { days: Int32Array.from(days), closes: Float64Array.from(closes) };
}

/** A column as it is stored: calendar dates and decimals. */
export function columnCloses({ days, closes }: PriceColumn): Closes {
  return { dates: Array.from(days, isoFromDay), closes: Array.from(closes, decimalFromNumber) };
}
