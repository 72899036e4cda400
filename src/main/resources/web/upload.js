// Sends files straight to the store: one queue of parts over all files, a few at once.

import {datasetPath, get, post} from './api.js';
import {Memory} from './memory.js';
import {Sending} from './sending.js';
import {t} from './text.js';

const AT_ONCE = 6;
const BATCH = 50;
const WINDOW = 8000;

export class Uploads {
  files = [];
  paused = false;
  #at;
  #changed;
  #memory;
  #busy = 0;
  #preparing = false;
  #whole = [];
  #flush = 0;
  #stop = new AbortController();
  #samples = [];

  constructor(at, changed) {
    this.#at = at;
    this.#changed = changed;
    this.#memory = new Memory(`${at.domain}/${at.name}`);
  }

  add(chosen) {
    const names = new Set(this.files.filter(f => f.state !== 'failed').map(f => f.name));
    for (const file of chosen) {
      const sending = new Sending(file);
      if (names.has(file.name)) this.#fail(sending, t('upload.twin'));
      else if (this.#memory.isDone(file)) Object.assign(sending, {state: 'done', sent: file.size});
      names.add(file.name);
      this.files.push(sending);
    }
    this.#next();
  }

  count = state => this.files.reduce((n, file) => n + (file.state === state), 0);
  get isOver() { return this.files.every(f => f.state === 'done' || f.state === 'failed'); }
  get total() { return this.files.reduce((sum, f) => sum + f.size, 0); }
  get moved() { return this.files.reduce((sum, f) => sum + (f.state === 'failed' ? 0 : f.moved), 0); }

  /** Bytes a second, of the last seconds. */
  get rate() {
    const now = Date.now();
    this.#samples = this.#samples.filter(([time]) => now - time < WINDOW);
    const first = this.#samples[0]?.[0];
    const sum = this.#samples.reduce((all, [, n]) => all + n, 0);
    return first && now - first > 500 ? sum * 1000 / (now - first) : 0;
  }

  pause() {
    this.paused = true;
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#changed();
  }

  resume() {
    this.paused = false;
    this.#next();
  }

  retry() {
    this.files.filter(f => f.state === 'failed' && f.file)
      .forEach(f => Object.assign(f, {state: 'waiting', reason: '', upload: null, todo: [], sent: 0}));
    this.resume();
  }

  /** Gives up all that is not done, here and in the store. */
  async cancel() {
    this.pause();
    const ids = this.files.filter(f => f.upload && f.state !== 'done').map(f => f.upload.id);
    this.files = [];
    this.paused = false;
    this.#memory.clear();
    this.#changed();
    if (ids.length) await post(datasetPath(this.#at, 'uploads/aborts'), {ids});
  }

  #next() {
    this.#changed();
    if (this.paused) return;
    while (this.#busy < AT_ONCE) {
      const file = this.files.find(f => f.state === 'sending' && f.todo.length);
      if (!file) break;
      this.#send(file, file.todo.shift());
    }
    const ready = this.files.filter(f => f.state === 'sending' && f.todo.length).length;
    if (ready < AT_ONCE * 2) this.#prepare();
    // Until then the same files, chosen again, are taken up where they were.
    if (this.files.length && this.count('done') === this.files.length) this.#memory.clear();
  }

  /** Addresses are asked for late, because they do not live long. */
  async #prepare() {
    const files = this.files.filter(f => f.state === 'waiting').slice(0, BATCH);
    if (this.#preparing || !files.length) return;
    this.#preparing = true;
    try {
      await Promise.all(files.map(file => this.#continue(file)));
      const fresh = files.filter(file => !file.upload);
      if (fresh.length) await this.#create(fresh);
    } catch (problem) {
      files.filter(file => file.state === 'waiting').forEach(file => this.#fail(file, problem.message));
    }
    this.#preparing = false;
    this.#next();
  }

  async #create(files) {
    const wish = files.map(({name, size, file}) =>
      ({name, size, contentType: /^[\w.+-]+\/[\w.+-]+$/.test(file.type) ? file.type : 'application/octet-stream'}));
    let answer;
    try {
      answer = await post(datasetPath(this.#at, 'uploads'), {files: wish});
    } catch (problem) {
      // The names that are refused hold up no others.
      const wrong = (problem.body?.errors ?? []).map(e => [Number(/\d+/.exec(e.field)?.[0]), e.message]);
      const known = wrong.filter(([i]) => files[i]);
      if (!known.length) throw problem;
      known.forEach(([i, message]) => this.#fail(files[i], message));
      const rest = files.filter(file => file.state === 'waiting');
      return rest.length ? this.#create(rest) : undefined;
    }
    answer.uploads.forEach((upload, i) => this.#begin(files[i], upload));
  }

  /** Takes an upload up again that an earlier visit began. */
  async #continue(file) {
    const id = this.#memory.upload(file.file);
    if (!id) return;
    try {
      this.#begin(file, await get(datasetPath(this.#at, `uploads/${id}`)));
    } catch (problem) {
      if (problem.status !== 404) throw problem;
    }
  }

  #begin(file, upload) {
    if (file.state !== 'waiting') return;
    file.begin(upload);
    if (upload.parts) this.#memory.began(file.file, upload.id);
    if (!file.open) this.#arrived(file);
  }

  async #send(file, part) {
    this.#busy++;
    const {signal} = this.#stop;
    try {
      const sign = from => get(datasetPath(this.#at, `uploads/${file.upload.id}?from=${from}`));
      this.#samples.push([Date.now(), await file.send(part, sign, signal, this.#changed)]);
      if (file.open === 0) this.#arrived(file);
    } catch (problem) {
      if (signal.aborted) file.todo.unshift(part);
      else this.#fail(file, problem.message);
    }
    this.#busy--;
    this.#next();
  }

  /** Many are told to be whole at once: small files would else need a call each. */
  #arrived(file) {
    file.state = 'sent';
    this.#whole.push(file);
    this.#flush ||= setTimeout(() => this.#complete(), 300);
  }

  async #complete() {
    const files = this.#whole.splice(0);
    this.#flush = 0;
    try {
      const {failed} = await post(datasetPath(this.#at, 'uploads/completions'), {ids: files.map(f => f.upload.id)});
      const reasons = new Map(failed.map(one => [one.id, one.reason]));
      files.forEach(file => {
        if (reasons.has(file.upload.id)) return this.#fail(file, reasons.get(file.upload.id));
        Object.assign(file, {state: 'done', sent: file.size});
        this.#memory.done(file.file);
      });
    } catch (problem) {
      files.forEach(file => this.#fail(file, problem.message));
    }
    this.#next();
  }

  #fail(file, reason) {
    Object.assign(file, {state: 'failed', reason, todo: []});
  }
}
