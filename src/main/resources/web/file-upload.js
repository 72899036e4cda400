// The upload of one file: waiting, sending, sent, done or failed.

import {backoff, putObject, StoreError} from './put-object.js';

const MAX_ATTEMPTS = 6;
const sum = numbers => numbers.reduce((a, b) => a + b, 0);

export class FileUpload {
  state = 'waiting';
  reason = '';
  upload = null;
  /** Numbers of the parts that are not yet being sent. */
  queue = [];
  /** How many parts are not yet in the store. */
  missing = 0;
  /** Bytes in the store. */
  sent = 0;
  /** Bytes on their way, by part. */
  inFlight = new Map();
  #partSize = 0;
  #urls = new Map();

  constructor({name, file}) {
    this.file = file;
    this.name = name;
    this.size = file.size;
    this.lastModified = file.lastModified;
  }

  get transferred() {
    return Math.min(this.size, this.sent + sum([...this.inFlight.values()]));
  }

  /** Starts, or resumes: parts that the store already has are not sent again. */
  start(upload) {
    const arrived = new Map((upload.arrived ?? []).map(p => [p.part, p.size]));
    const parts = Array.from({length: upload.parts ?? 1}, (_, i) => i + 1);
    this.upload = upload;
    this.#partSize = upload.partSize ?? this.size;
    this.#urls.clear();
    this.#addUrls(upload);
    this.queue = parts.filter(part => !arrived.has(part));
    this.missing = this.queue.length;
    this.sent = sum([...arrived.values()]);
    this.state = 'sending';
  }

  /**
   * Sends one part, with retries.
   *
   * @param sign requests new URLs, for this part and those after it
   * @return the bytes of the part
   */
  async send(part, sign, signal, changed) {
    const body = this.file.slice((part - 1) * this.#partSize, part * this.#partSize);
    for (let attempt = 1; ; attempt++) {
      try {
        if (!this.#urls.has(part)) this.#addUrls(await sign(part));
        await putObject(this.#urls.get(part), body, this.upload.headers, signal, bytes => {
          this.inFlight.set(part, bytes);
          changed();
        });
        this.inFlight.delete(part);
        this.sent += body.size;
        this.missing--;
        return body.size;
      } catch (problem) {
        this.inFlight.delete(part);
        const isFinal = problem instanceof StoreError && !problem.isRetryable;
        if (signal.aborted || isFinal || attempt === MAX_ATTEMPTS) throw problem;
        if (problem.status === 403) this.#urls.clear();
        await backoff(attempt, signal);
        if (signal.aborted) throw problem;
      }
    }
  }

  #addUrls({url, urls}) {
    if (url) this.#urls.set(1, url);
    urls?.forEach(one => this.#urls.set(one.part, one.url));
  }
}
