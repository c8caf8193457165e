/** The one user of a server that listens on a loopback address only. Whoever can reach it is this person. */
export const localUser = { id: '00000000-0000-4000-8000-000000000001', displayName: 'Local user' } as const;
