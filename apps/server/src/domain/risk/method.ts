/** What the birth certificate of every risk figure says. */
export const riskMethod = 'Historical simulation of simple returns, constant mix (docs/methods/risk-measures.md)';
