// What an upload has to know after the page was closed: which files are done, which were begun.

const LIFETIME = 24 * 3600 * 1000;
const keyOf = ({name, size, lastModified}) => `${name}|${size}|${lastModified}`;

export class Memory {
  #key;
  #files;

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

  /** The id of an upload that was begun, or undefined. */
  upload(file) {
    const id = this.#files[keyOf(file)];
    return id === true ? undefined : id;
  }

  began(file, id) {
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
    this.saving ??= setTimeout(() => this.#save(), 250);
  }

  #save() {
    this.saving = null;
    if (!Object.keys(this.#files).length) return;
    try {
      localStorage.setItem(this.#key, JSON.stringify({time: Date.now(), files: this.#files}));
    } catch {
      // A full or forbidden storage costs the resumption alone.
    }
  }
}
