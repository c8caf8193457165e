/** The named limits of an import; the size of a file is limited in contracts. */

/** Prices one commit may store: in one transaction, within the time that a request may take. */
export const importPriceCountMax = 2_000_000;

/** A preview that nobody commits is forgotten after this. */
export const previewHours = 24;
