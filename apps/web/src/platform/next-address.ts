/** Where to go after signing in: a page of this app, and never another site that a link has named. */

const parameter = 'next';

export function signInAddress({ pathname, search }: { readonly pathname: string; readonly search: string }): string {
  const wanted = pathname + search;
  return wanted === '/' ? '/sign-in' : `/sign-in?${new URLSearchParams({ [parameter]: wanted })}`;
}

export function nextAddress(search: URLSearchParams): string {
  const wanted = search.get(parameter);
  // A second slash or a backslash would make it the name of a host.
  if (wanted === null || !/^\/(?![/\\])/.test(wanted) || /\p{Cc}/u.test(wanted)) return '/';
  const url = new URL(wanted, 'http://page.invalid');
  return url.host === 'page.invalid' ? url.pathname + url.search : '/';
}
