// A value that is loaded from the API.

import {requestUpdate} from './render.js';

/** Rendered when it arrives; the old value stays while a new one is loaded. */
export class AsyncValue {
  value = null;
  problem = null;
  busy = false;
  #request = 0;
  #outdated = false;
  #loader;
  #changed;
  #setReady;
  /** Resolves when the first load ends, with a value or a problem. */
  ready = new Promise(resolve => { this.#setReady = resolve; });

  /** @param changed is called after each load */
  constructor(loader, changed = () => {}) {
    this.#loader = loader;
    this.#changed = changed;
    this.reload();
  }

  async reload(loader = this.#loader) {
    this.#loader = loader;
    const request = ++this.#request;
    this.busy = true;
    requestUpdate();
    const [value, problem] = await loader().then(value => [value, null], problem => [null, problem]);
    if (request !== this.#request) return;
    this.busy = false;
    if (problem === null) this.value = value;
    this.problem = problem;
    this.#setReady();
    this.#changed();
    requestUpdate();
    if (!this.#outdated) return;
    this.#outdated = false;
    await this.reload();
  }

  /** Loads the value again; a load that is under way may return old data, so another follows it. */
  invalidate() {
    if (this.busy) this.#outdated = true;
    else this.reload();
  }

  /** Drops the answer of a load that is under way. */
  close() {
    this.#request++;
  }
}
