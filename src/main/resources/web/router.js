// Client-side routing. The URL holds all state of a page.

let onNavigated = () => {};

/** @param action is called after each navigation, with false where the focus and scroll position stay */
export function startRouter(action) {
  onNavigated = action;
  addEventListener('popstate', () => onNavigated(false));
  document.addEventListener('click', followLink);
  onNavigated(false);
}

export function navigate(url, {replace = false} = {}) {
  if (url === location.pathname + location.search) return;
  if (replace) {
    history.replaceState(history.state, '', url);
  } else {
    history.pushState({depth: historyDepth() + 1}, '', url);
  }
  onNavigated(!replace);
}

/** How many entries of the browser's history, before the current one, belong to this application. */
export const historyDepth = () => history.state?.depth ?? 0;

/** The path with the query; parameters without a value are left out. */
export function urlWith(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== '' && value != null);
  return given.length ? `${path}?${new URLSearchParams(given)}` : path;
}

/** The URL of a dataset, or of a page below it; takes a dataset or an execution. */
export const datasetUrl = (d, page = '') =>
  ['/datasets', d.domain, d.name ?? d.dataset, page].filter(Boolean).join('/');

function followLink(event) {
  const link = event.target.closest?.('a[href]');
  if (!link || event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || link.target || link.hasAttribute('download')) return;
  if (url.pathname.startsWith('/api/') || url.hash) return;
  event.preventDefault();
  navigate(url.pathname + url.search);
}
