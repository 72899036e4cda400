// Remembers in localStorage which files of a dataset are uploaded or in progress, so that an
// upload can be resumed after the page was closed.

const LIFETIME = 24 * 3600 * 1000;
const SAVE_DELAY = 250;
const keyOf = ({name, size, lastModified}) => `${name}|${size}|${lastModified}`;

export class UploadStore {
  #key;
  /** By file: true when it is uploaded, else the id of its multipart upload. */
  #files;
  #timer = 0;

  constructor(dataset) {
    this.#key = `uploads:${dataset}`;
    try {
      const {time, files} = JSON.parse(localStorage.getItem(this.#key)) ?? {};
      this.#files = Date.now() - time < LIFETIME ? files : {};
    } catch {
      this.#files = {};
    }
  }

  isDone(file) {
    return this.#files[keyOf(file)] === true;
  }

  /** The id of the upload in progress, or undefined. */
  uploadId(file) {
    const id = this.#files[keyOf(file)];
    return id === true ? undefined : id;
  }

  started(file, id) {
    this.#set(file, id);
  }

  done(file) {
    this.#set(file, true);
  }

  clear() {
    this.#files = {};
    localStorage.removeItem(this.#key);
  }

  #set(file, value) {
    this.#files[keyOf(file)] = value;
    this.#timer ||= setTimeout(() => this.#save(), SAVE_DELAY);
  }

  #save() {
    this.#timer = 0;
    if (!Object.keys(this.#files).length) return;
    try {
      localStorage.setItem(this.#key, JSON.stringify({time: Date.now(), files: this.#files}));
    } catch {
      // Storage is full or forbidden: the upload works, but cannot be resumed.
    }
  }
}
