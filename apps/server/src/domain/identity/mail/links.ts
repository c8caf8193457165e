/** Links with a token behind the #, which no server, proxy or log on the way sees. */
export interface Links {
  readonly setUp: (token: string) => string;
  readonly confirmRegistration: (token: string) => string;
  readonly resetPassword: (token: string) => string;
  readonly invitation: (token: string) => string;
  readonly signIn: () => string;
}

/** Passkeys are bound to a name and refuse an address of numbers; on the machine itself there is one. */
function named(origin: string): string {
  return origin.replace(/^http:\/\/(?:127\.0\.0\.1|\[::1\])(?=:|$)/, 'http://localhost');
}

/** @param origin Where people reach the server, known when it listens. */
export function createLinks(origin: () => string): Links {
  const withToken = (path: string) => (token: string) => `${named(origin())}${path}#token=${token}`;
  return {
    setUp: withToken('/set-up'),
    confirmRegistration: withToken('/confirm'),
    resetPassword: withToken('/reset'),
    invitation: withToken('/invitation'),
    signIn: () => `${named(origin())}/sign-in`,
  };
}
