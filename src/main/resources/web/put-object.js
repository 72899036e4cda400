// One PUT to the store, and the pause before the next attempt.

import {t} from './i18n.js';

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 20000;

/** The store refused the request, or could not be reached (status 0). */
export class StoreError extends Error {
  constructor(status) {
    super(t(status ? 'upload.refused' : 'upload.unreachable', {status: String(status)}));
    this.status = status;
    // 403 may mean an expired URL, which is then renewed.
    this.isRetryable = [0, 403, 408, 429].includes(status) || status >= 500;
  }
}

/** XMLHttpRequest, because fetch does not report upload progress. */
export function putObject(url, body, headers, signal, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open('PUT', url);
    Object.entries(headers ?? {}).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.upload.onprogress = event => onProgress(event.loaded);
    request.onload = () => request.status < 300 ? resolve() : reject(new StoreError(request.status));
    request.onerror = () => reject(new StoreError(0));
    request.onabort = () => reject(new StoreError(0));
    request.onloadend = () => signal.removeEventListener('abort', abort);
    signal.addEventListener('abort', abort);
    request.send(body);
  });
}

/** Exponential backoff with full jitter; ends early when the signal aborts. */
export function backoff(attempt, signal) {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, Math.random() * Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** attempt));
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    }, {once: true});
  });
}
