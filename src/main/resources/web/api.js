// The public API, as anybody may call it.

import {has, t} from './text.js';

const BASE = '/api/v1';
const TRIES = 3;

const pause = time => new Promise(resolve => setTimeout(resolve, time));

/** An answer that is no success, as problem+json tells it; status 0 is no answer at all. */
export class Problem extends Error {
  constructor(status, body = {}) {
    super(body.detail ?? body.title ?? t('error.http', {status: String(status)}));
    this.status = status;
    const own = `error.${status}`;
    this.title = has(own) ? t(own) : body.title ?? '';
    this.hint = has(`${own}.hint`) ? t(`${own}.hint`) : '';
    this.body = body;
  }
}

let signedOut = () => {};

export function onSignedOut(action) {
  signedOut = action;
}

export const get = path => call('GET', path);
export const remove = (path, body) => call('DELETE', path, body);

/** May be repeated by a retry: the key makes it the same wish. */
export const post = (path, body) =>
  call('POST', path, body, {'Idempotency-Key': randomId()});

async function call(method, path, body, headers = {}) {
  // The last one no other site can make a browser send.
  const request = {method, headers: {Accept: 'application/json', 'X-Requested-By': 'page', ...headers}};
  if (body !== undefined) {
    request.headers['Content-Type'] = 'application/json';
    request.body = JSON.stringify(body);
  }
  let answer = await patiently(() => fetch(BASE + path, request));
  for (let n = 0; answer.status === 429 && path !== '/session' && n < TRIES; n++) {
    await pause(1000 * (Number(answer.headers.get('Retry-After')) || 1));
    answer = await patiently(() => fetch(BASE + path, request));
  }
  const type = answer.headers.get('Content-Type') ?? '';
  const content = /json/.test(type) ? await answer.json().catch(() => ({})) : {};
  if (answer.ok) return content;
  if (answer.status === 401 && path !== '/session') signedOut();
  throw new Problem(answer.status, content);
}

async function patiently(attempt) {
  for (let n = 1; ; n++) {
    try {
      return await attempt();
    } catch {
      if (n === TRIES) throw new Problem(0, {detail: t('error.network')});
      await pause(Math.random() * 500 * 2 ** n);
    }
  }
}

/** Not randomUUID, which is missing where the page is not served by TLS. */
function randomId() {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map(b => b.toString(16).padStart(2, '0')).join('');
}

export const datasetPath = (d, place = '') =>
  ['/datasets', encodeURIComponent(d.domain), encodeURIComponent(d.name), place]
    .filter(Boolean).join('/');
