// One file on its way: waiting, sending, sent, done or failed.

import {put, Refused, wait} from './put.js';

const TRIES = 6;

export class Sending {
  state = 'waiting';
  reason = '';
  upload = null;
  todo = [];
  /** Parts that have not arrived. */
  open = 0;
  /** Bytes that have arrived, and those under way by part. */
  sent = 0;
  flying = new Map();
  #size = 0;
  #addresses = new Map();

  constructor(file) {
    this.file = file;
    this.name = file.name;
    this.size = file.size;
  }

  get moved() {
    return Math.min(this.size, this.sent + [...this.flying.values()].reduce((a, b) => a + b, 0));
  }

  /** Takes the addresses; parts that the store has already are not sent again. */
  begin(upload) {
    const arrived = new Map((upload.arrived ?? []).map(p => [p.part, p.size]));
    const parts = Array.from({length: upload.parts ?? 1}, (_, i) => i + 1);
    this.upload = upload;
    this.#size = upload.partSize ?? this.size;
    this.#addresses.clear();
    this.#learn(upload);
    this.todo = parts.filter(part => !arrived.has(part));
    this.open = this.todo.length;
    this.sent = [...arrived.values()].reduce((a, b) => a + b, 0);
    this.state = 'sending';
  }

  /**
   * Sends one part, again and again where that may help; returns its bytes.
   *
   * @param sign asks for fresh addresses from a part on
   */
  async send(part, sign, signal, changed) {
    const body = this.file.slice((part - 1) * this.#size, part * this.#size);
    for (let n = 1; ; n++) {
      try {
        if (!this.#addresses.has(part)) this.#learn(await sign(part));
        await put(this.#addresses.get(part), body, this.upload.headers, signal, moved => {
          this.flying.set(part, moved);
          changed();
        });
        this.flying.delete(part);
        this.sent += body.size;
        this.open--;
        return body.size;
      } catch (problem) {
        this.flying.delete(part);
        const final = problem instanceof Refused && !problem.mayPass;
        if (signal.aborted || final || n === TRIES) throw problem;
        if (problem.status === 403) this.#addresses.clear();
        await wait(n, signal);
        if (signal.aborted) throw problem;
      }
    }
  }

  #learn({url, urls}) {
    if (url) this.#addresses.set(1, url);
    urls?.forEach(one => this.#addresses.set(one.part, one.url));
  }
}
