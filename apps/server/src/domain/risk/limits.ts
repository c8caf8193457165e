/** The named numbers of the risk page. */

/** Periods of the rolling volatility: a quarter of trading days. */
export const rollingWindowPeriods = 63;

/** Drawdowns listed. */
export const drawdownCountMax = 10;

/** Assets in the correlation matrix; beyond it the answer would be megabytes that no screen can show. */
export const correlationAssetCountMax = 200;
