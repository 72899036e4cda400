// Where the reader is: the address says all of it.

let arrived = () => {};

export function start(action) {
  arrived = action;
  addEventListener('popstate', () => arrived(false));
  document.addEventListener('click', follow);
  // Who has just opened the page starts at its top.
  arrived(false);
}

export function go(address, {replace = false} = {}) {
  if (address === location.pathname + location.search) return;
  if (replace) {
    history.replaceState(history.state, '', address);
  } else {
    history.pushState({depth: depth() + 1}, '', address);
  }
  arrived(!replace);
}

/** How many places of this page lie behind the reader. */
export const depth = () => history.state?.depth ?? 0;

/** The address of a place; values that are empty are left out. */
export function at(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== '' && value != null);
  return given.length ? `${path}?${new URLSearchParams(given)}` : path;
}

export const dataset = (d, place = '') =>
  ['/datasets', d.domain, d.name ?? d.dataset, place].filter(Boolean).join('/');

function follow(event) {
  const link = event.target.closest?.('a[href]');
  if (!link || event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || link.target || link.hasAttribute('download')) return;
  if (url.pathname.startsWith('/api/') || url.hash) return;
  event.preventDefault();
  go(url.pathname + url.search);
}
