/** What the routes of the own account have in common in the description of the API. */

export const tags = ['Account'];

/** Where somebody has to be signed in. */
export const signedInCodes = ['sign-in-required', 'second-factor-required', 'permission-denied'] as const;

/** Where something is changed as well. */
export const changing = [
  ...signedInCodes,
  'step-up-required',
  'csrf-refused',
  'request-malformed',
  'media-type-unsupported',
  'body-too-large',
] as const;
