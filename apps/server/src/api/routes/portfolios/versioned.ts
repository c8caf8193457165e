/** What the routes of one portfolio have in common. */
import { identifier } from '@riskoptimizer/contracts';
import { z } from 'zod';

export const portfolioParams = z.strictObject({ portfolioId: identifier });

export const versioned = z.looseObject({
  'if-match': z.string().optional().describe('Required: the ETag of the version that was read, such as "3"'),
});

/** What a body can be refused with before anybody reads it. */
export const bodyProblems = ['request-malformed', 'media-type-unsupported', 'body-too-large'] as const;

/** What keeps a portfolio from being valued. */
export const valuationProblems = ['data-insufficient', 'exchange-rate-missing', 'calculation-refused'] as const;
