// What must be settled before the app's modules run. A file of its own, because a strict content security policy allows no inline script.
(function () {
  // The colour scheme, before the first paint.
  let chosen = null;
  try {
    chosen = window.localStorage.getItem('riskoptimizer-color-scheme');
  } catch {
    // Storage is closed: follow the system.
  }
  if (chosen !== 'light' && chosen !== 'dark') {
    chosen = window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  document.documentElement.setAttribute('data-mantine-color-scheme', chosen);

  // zod compiles its schemas with `new Function` unless told otherwise, which the policy refuses and reports.
  window.__zod_globalConfig = { jitless: true };
})();
