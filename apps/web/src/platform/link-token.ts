/**
 * The one-time token of the link that opened the page. It rides in the fragment, which is sent to nobody, and is taken out
 * of the address before anything else happens, so that neither the history nor a screenshot keeps it.
 */

export const linkToken: string | null = takeToken();

function takeToken(): string | null {
  const token = new URLSearchParams(window.location.hash.slice(1)).get('token');
  if (token === null) return null;
  window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
  return token;
}

// Another link pasted into the same tab changes the fragment only, and would not be noticed.
window.addEventListener('hashchange', () => {
  if (new URLSearchParams(window.location.hash.slice(1)).has('token')) window.location.reload();
});
