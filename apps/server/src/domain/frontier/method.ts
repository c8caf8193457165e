/** What the birth certificate of every frontier says. */
export const frontierMethod = 'Mean-variance frontier by the critical line algorithm (docs/methods/critical-line.md)';
