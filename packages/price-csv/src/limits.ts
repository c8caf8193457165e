/**
 * The largest inputs that are read. They bound memory (20 million prices are 160 MB) and stop a wrong file early;
 * whoever knows a file's size (a command, a server) compares it with `maximumFileBytes` before reading.
 */
export const maximumFileBytes = 100_000_000;
export const maximumAssetCount = 5_000;
export const maximumRowCount = 1_000_000;
export const maximumCellCount = 20_000_000;

/** A record longer than this is nearly always a quotation mark that is never closed. */
export const maximumRecordCharacters = 1_000_000;

/** Names are shown in tables and stored; a longer one is a column in the wrong place. */
export const maximumAssetNameCharacters = 100;

/** Problems that are listed one by one; all further ones are only counted. */
export const maximumListedProblems = 50;

/** Prices outside this range are typing mistakes, and their ratios would leave the range of double precision. */
export const smallestPrice = 1e-15;
export const largestPrice = 1e15;

/** Dates outside these years are typing mistakes (or a spreadsheet's serial numbers). */
export const earliestYear = 1800;
export const latestYear = 2199;

/** How far weights may sum from 1: room for six written decimals, none for a forgotten asset. */
export const weightSumTolerance = 1e-6;
