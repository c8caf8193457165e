/** The named limits of a file, so that a hostile one costs little. */

/** Columns a table may have; broker files have up to about 90. */
export const columnsMax = 400;
/** Characters a cell may have. */
export const cellCharactersMax = 10_000;
/** Lines among which the line of the column names is looked for: broker files begin with a few lines of their own. */
export const headerSearchLines = 40;
/** Bytes the parts of a workbook may have when they are inflated. */
export const inflatedBytesMax = 200_000_000;
/** Parts of a workbook. */
export const archiveEntriesMax = 2_000;
/** Depth and number of elements of an XML file. */
export const xmlDepthMax = 64;
export const xmlElementsMax = 6_000_000;
/** Problems that one row lists. */
export const rowProblemsMax = 12;
