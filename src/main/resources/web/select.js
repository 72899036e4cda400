// Which pending files are meant: some, or all but some. It outlives pages and filters, because it
// holds ids and not boxes.

export class Selection {
  #ids = new Map();
  #all = null;
  #anchor = null;

  /** Whether it is "all but some". */
  get isAll() {
    return this.#all !== null;
  }

  /** What names must contain for "all", or "". */
  get filter() {
    return this.#all?.q ?? '';
  }

  get size() {
    return this.#all ? Math.max(0, this.#all.total - this.#all.except.size) : this.#ids.size;
  }

  /** Bytes, or null where they are not known. */
  get bytes() {
    return this.#all ? null : [...this.#ids.values()].reduce((sum, size) => sum + size, 0);
  }

  has(file) {
    return this.#all
      ? this.takes(file) && !this.#all.except.has(file.id)
      : this.#ids.has(file.id);
  }

  /** Whether the file may be chosen: "all that contain x" has no place for others. */
  takes(file) {
    return file.name.toLowerCase().includes(this.filter.toLowerCase());
  }

  set(file, chosen) {
    if (!this.takes(file)) return;
    if (this.#all) {
      chosen ? this.#all.except.delete(file.id) : this.#all.except.add(file.id);
    } else {
      chosen ? this.#ids.set(file.id, file.size) : this.#ids.delete(file.id);
    }
  }

  /** One box; with shift, all from the box before to this one. */
  click(files, index, chosen, shift) {
    const from = shift && this.#anchor !== null
      ? files.findIndex(file => file.id === this.#anchor)
      : -1;
    const [first, last] = from < 0 ? [index, index] : [Math.min(from, index), Math.max(from, index)];
    files.slice(first, last + 1).forEach(file => this.set(file, chosen));
    this.#anchor = files[index].id;
  }

  /** none, some or all of these. */
  state(files) {
    const open = files.filter(file => this.takes(file));
    const chosen = open.filter(file => this.has(file)).length;
    return chosen === 0 ? 'none' : chosen === open.length ? 'all' : 'some';
  }

  all(q, total) {
    this.#ids.clear();
    this.#all = {q, total, except: new Set()};
  }

  none() {
    this.#ids.clear();
    this.#all = null;
    this.#anchor = null;
  }

  /** The count has been seen to be another one: what is sent must say the new one. */
  recount(total) {
    if (this.#all) this.#all.total = total;
  }

  /** Forgets files that are pending no more. */
  keep(isThere) {
    for (const id of this.#ids.keys()) if (!isThere(id)) this.#ids.delete(id);
  }

  /** As the API takes it. */
  toJson() {
    if (!this.#all) return {files: [...this.#ids.keys()]};
    const {q, except} = this.#all;
    return {all: true, except: [...except], ...(q && {q}), expected: this.size};
  }
}
