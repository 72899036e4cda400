// Focus and announcements for keyboard and screen reader users.

import {requestUpdate} from './render.js';

let current = '';

/** Moves the focus to the heading of the page. */
export function focusHeading() {
  document.querySelector('h1')?.focus({preventScroll: true});
}

/** Makes screen readers read the text. For events, not for progress. */
export function announce(text) {
  // A live region that does not change is not read again.
  current = current === text ? text + '\u00a0' : text;
  requestUpdate();
}

export const announcement = () => current;
