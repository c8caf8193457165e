/** What every route of the administration may refuse. */
export const readProblems = ['sign-in-required', 'second-factor-required', 'permission-denied'] as const;

export const changeProblems = [
  ...readProblems,
  'csrf-refused',
  'step-up-required',
  'request-malformed',
  'media-type-unsupported',
  'body-too-large',
] as const;
