// A client of the public HTTP API.

import {hasMessage, t} from './i18n.js';

const BASE = '/api/v1';
const MAX_ATTEMPTS = 3;

const pause = millis => new Promise(resolve => setTimeout(resolve, millis));

/** An error answer (problem+json); status 0 if there was no answer. */
export class Problem extends Error {
  constructor(status, body = {}) {
    super(body.detail ?? body.title ?? t('error.http', {status: String(status)}));
    this.status = status;
    const key = `error.${status}`;
    this.title = hasMessage(key) ? t(key) : body.title ?? '';
    this.hint = hasMessage(`${key}.hint`) ? t(`${key}.hint`) : '';
    this.body = body;
  }
}

let signedOut = () => {};

/** @param action is called when the server answers 401 */
export function onSignedOut(action) {
  signedOut = action;
}

export const get = path => call('GET', path);
export const remove = (path, body) => call('DELETE', path, body);

/** Safe to retry: the server runs requests with the same idempotency key once. */
export const post = (path, body) =>
  call('POST', path, body, {'Idempotency-Key': randomId()});

async function call(method, path, body, headers = {}) {
  // Browsers do not let other sites send X-Requested-By: it protects against forged requests.
  const request = {method, headers: {Accept: 'application/json', 'X-Requested-By': 'page', ...headers}};
  if (body !== undefined) {
    request.headers['Content-Type'] = 'application/json';
    request.body = JSON.stringify(body);
  }
  const send = () => withRetries(() => fetch(BASE + path, request));
  let answer = await send();
  for (let n = 0; answer.status === 429 && path !== '/session' && n < MAX_ATTEMPTS; n++) {
    await pause(1000 * (Number(answer.headers.get('Retry-After')) || 1));
    answer = await send();
  }
  const type = answer.headers.get('Content-Type') ?? '';
  const content = /json/.test(type) ? await answer.json().catch(() => ({})) : {};
  if (answer.ok) return content;
  if (answer.status === 401 && path !== '/session') signedOut();
  throw new Problem(answer.status, content);
}

async function withRetries(attempt) {
  for (let n = 1; ; n++) {
    try {
      return await attempt();
    } catch {
      if (n === MAX_ATTEMPTS) throw new Problem(0, {detail: t('error.network')});
      await pause(Math.random() * 500 * 2 ** n);
    }
  }
}

/** crypto.randomUUID exists only on pages served over TLS or from localhost. */
function randomId() {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map(b => b.toString(16).padStart(2, '0')).join('');
}

/** The API path of a dataset, or of what is below it. */
export const datasetPath = (d, below = '') =>
  ['/datasets', encodeURIComponent(d.domain), encodeURIComponent(d.name), below]
    .filter(Boolean).join('/');
