// One PUT to the store, and how long to wait before the next try.

import {t} from './text.js';

const FIRST = 500;
const LONGEST = 20000;

/** The store said no. */
export class Refused extends Error {
  constructor(status) {
    super(t(status ? 'upload.refused' : 'upload.unreachable', {status: String(status)}));
    this.status = status;
    // An address that is too old is made anew; the rest of these pass by themselves.
    this.mayPass = [0, 403, 408, 429].includes(status) || status >= 500;
  }
}

/** Not fetch, which does not tell how far it is. */
export function put(url, body, headers, signal, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    request.open('PUT', url);
    Object.entries(headers ?? {}).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.upload.onprogress = event => progress(event.loaded);
    request.onload = () => request.status < 300 ? resolve() : reject(new Refused(request.status));
    request.onerror = () => reject(new Refused(0));
    request.onabort = () => reject(new Refused(0));
    request.onloadend = () => signal.removeEventListener('abort', stop);
    signal.addEventListener('abort', stop);
    request.send(body);
  });
}

/** Any time up to twice the last limit, so that many who failed together come back apart. */
export function wait(n, signal) {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, Math.random() * Math.min(LONGEST, FIRST * 2 ** n));
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    }, {once: true});
  });
}
