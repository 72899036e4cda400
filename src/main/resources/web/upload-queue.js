// Uploads the files of a dataset straight to the store, a few parts at a time.

import {datasetPath, get, post} from './api.js';
import {FileUpload} from './file-upload.js';
import {t} from './i18n.js';
import {UploadStore} from './upload-store.js';

const MAX_REQUESTS = 6;
const BATCH = 50;
const COMPLETION_DELAY = 300;
const RATE_WINDOW = 8000;

export class UploadQueue {
  files = [];
  paused = false;
  #dataset;
  #changed;
  #store;
  #requests = 0;
  #preparing = false;
  /** Files whose parts have all arrived, to be completed together. */
  #sent = [];
  #completionTimer = 0;
  #abort = new AbortController();
  #samples = [];

  /** @param changed is called after each change */
  constructor(dataset, changed) {
    this.#dataset = dataset;
    this.#changed = changed;
    this.#store = new UploadStore(`${dataset.domain}/${dataset.name}`);
  }

  /** @param files each with its name: {name, file} */
  add(files) {
    const names = new Set(this.files.filter(f => f.state !== 'failed').map(f => f.name));
    for (const file of files) {
      const upload = new FileUpload(file);
      if (names.has(file.name)) this.#fail(upload, t('upload.duplicate'));
      else if (this.#store.isDone(upload)) Object.assign(upload, {state: 'done', sent: upload.size});
      names.add(file.name);
      this.files.push(upload);
    }
    this.#next();
  }

  count = state => this.files.reduce((n, file) => n + (file.state === state), 0);
  get isOver() { return this.files.every(f => f.state === 'done' || f.state === 'failed'); }
  get total() { return this.files.reduce((sum, f) => sum + f.size, 0); }
  get transferred() { return this.files.reduce((sum, f) => sum + (f.state === 'failed' ? 0 : f.transferred), 0); }

  /** Bytes per second over the last seconds. */
  get rate() {
    const now = Date.now();
    this.#samples = this.#samples.filter(([time]) => now - time < RATE_WINDOW);
    const first = this.#samples[0]?.[0];
    const bytes = this.#samples.reduce((sum, [, n]) => sum + n, 0);
    return first && now - first > 500 ? bytes * 1000 / (now - first) : 0;
  }

  pause() {
    this.paused = true;
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#changed();
  }

  resume() {
    this.paused = false;
    this.#next();
  }

  retry() {
    this.files.filter(f => f.state === 'failed' && f.file)
      .forEach(f => Object.assign(f, {state: 'waiting', reason: '', upload: null, queue: [], sent: 0}));
    this.resume();
  }

  /** Drops all files that are not done, here and in the store. */
  async cancel() {
    this.pause();
    const ids = this.files.filter(f => f.upload && f.state !== 'done').map(f => f.upload.id);
    this.files = [];
    this.paused = false;
    this.#store.clear();
    this.#changed();
    if (ids.length) await post(datasetPath(this.#dataset, 'uploads/aborts'), {ids});
  }

  #next() {
    this.#changed();
    if (this.paused) return;
    while (this.#requests < MAX_REQUESTS) {
      const file = this.files.find(f => f.state === 'sending' && f.queue.length);
      if (!file) break;
      this.#send(file, file.queue.shift());
    }
    const ready = this.files.filter(f => f.state === 'sending' && f.queue.length).length;
    if (ready < MAX_REQUESTS * 2) this.#prepare();
    // Kept until all are done, so that choosing the same files again resumes the upload.
    if (this.files.length && this.count('done') === this.files.length) this.#store.clear();
  }

  /** Requests URLs as late as possible, because they expire. */
  async #prepare() {
    const files = this.files.filter(f => f.state === 'waiting').slice(0, BATCH);
    if (this.#preparing || !files.length) return;
    this.#preparing = true;
    try {
      await Promise.all(files.map(file => this.#resumeEarlier(file)));
      const fresh = files.filter(file => !file.upload);
      if (fresh.length) await this.#create(fresh);
    } catch (problem) {
      files.filter(file => file.state === 'waiting').forEach(file => this.#fail(file, problem.message));
    }
    this.#preparing = false;
    this.#next();
  }

  async #create(files) {
    const request = files.map(({name, size, file}) =>
      ({name, size, contentType: /^[\w.+-]+\/[\w.+-]+$/.test(file.type) ? file.type : 'application/octet-stream'}));
    let answer;
    try {
      answer = await post(datasetPath(this.#dataset, 'uploads'), {files: request});
    } catch (problem) {
      // Only the files that the server names fail; the others are requested again.
      const errors = (problem.body?.errors ?? []).map(e => [Number(/\d+/.exec(e.field)?.[0]), e.message]);
      const known = errors.filter(([i]) => files[i]);
      if (!known.length) throw problem;
      known.forEach(([i, message]) => this.#fail(files[i], message));
      const rest = files.filter(file => file.state === 'waiting');
      return rest.length ? this.#create(rest) : undefined;
    }
    answer.uploads.forEach((upload, i) => this.#start(files[i], upload));
  }

  /** Resumes an upload that was started before the page was loaded. */
  async #resumeEarlier(file) {
    const id = this.#store.uploadId(file);
    if (!id) return;
    try {
      this.#start(file, await get(datasetPath(this.#dataset, `uploads/${id}`)));
    } catch (problem) {
      if (problem.status !== 404) throw problem;
    }
  }

  #start(file, upload) {
    if (file.state !== 'waiting') return;
    file.start(upload);
    if (upload.parts) this.#store.started(file, upload.id);
    if (!file.missing) this.#arrived(file);
  }

  async #send(file, part) {
    this.#requests++;
    const {signal} = this.#abort;
    try {
      const sign = from => get(datasetPath(this.#dataset, `uploads/${file.upload.id}?from=${from}`));
      this.#samples.push([Date.now(), await file.send(part, sign, signal, this.#changed)]);
      if (file.missing === 0) this.#arrived(file);
    } catch (problem) {
      if (signal.aborted) file.queue.unshift(part);
      else this.#fail(file, problem.message);
    }
    this.#requests--;
    this.#next();
  }

  /** Completes files in batches: one call for each small file would be slow. */
  #arrived(file) {
    file.state = 'sent';
    this.#sent.push(file);
    this.#completionTimer ||= setTimeout(() => this.#complete(), COMPLETION_DELAY);
  }

  async #complete() {
    const files = this.#sent.splice(0);
    this.#completionTimer = 0;
    try {
      const {failed} = await post(datasetPath(this.#dataset, 'uploads/completions'), {ids: files.map(f => f.upload.id)});
      const reasons = new Map(failed.map(one => [one.id, one.reason]));
      files.forEach(file => {
        if (reasons.has(file.upload.id)) return this.#fail(file, reasons.get(file.upload.id));
        Object.assign(file, {state: 'done', sent: file.size});
        this.#store.done(file);
      });
    } catch (problem) {
      files.forEach(file => this.#fail(file, problem.message));
    }
    this.#next();
  }

  #fail(file, reason) {
    Object.assign(file, {state: 'failed', reason, queue: []});
  }
}
